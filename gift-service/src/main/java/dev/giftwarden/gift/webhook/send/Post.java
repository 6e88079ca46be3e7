package dev.giftwarden.gift.webhook.send;

import dev.giftwarden.gift.webhook.WebhookUrl;
import dev.giftwarden.gift.webhook.reach.Reach;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One HTTPS request to a host that a stranger named. Its addresses are looked up once, all of them
/// have to be reachable by [Reach], and the connection is made to one of those very addresses: a
/// name that resolves to another one a moment later leads nowhere. The certificate is checked
/// against the name. Redirects are answers like others, and are not followed.
final class Post {

  /// Far above any head, and all that is read of an answer.
  private static final int MOST_BYTES = 4096;

  private static final Attempt UNREACHABLE = new Attempt.Failed("no connection");

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final Reach reach;
  private final Lookup lookup;
  private final SSLContext tls;
  private final ExecutorService threads;
  private final Limits limits;
  private final InstantSource clock;

  /// @param whole from the lookup to the answer
  record Limits(Duration connect, Duration whole) {
    static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15));
  }

  /// Who knows addresses.
  @FunctionalInterface
  interface Lookup {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /// @param threads a thread of its own for each task, which an interrupt ends
  Post(
      Reach reach,
      Lookup lookup,
      SSLContext tls,
      ExecutorService threads,
      Limits limits,
      InstantSource clock) {
    this.reach = reach;
    this.lookup = lookup;
    this.tls = tls;
    this.threads = threads;
    this.limits = limits;
    this.clock = clock;
  }

  /// Returns when there is an answer, or when the time is over.
  Attempt send(WebhookUrl url, Envelope envelope) throws InterruptedException {
    Future<Attempt> answer = threads.submit(() -> exchange(url, envelope));
    try {
      return answer.get(limits.whole().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new Attempt.Failed("no answer within " + limits.whole().toSeconds() + " s");
    } catch (ExecutionException _) {
      return new Attempt.Failed("a fault of ours");
    } finally {
      answer.cancel(true); // a virtual thread that is interrupted in a socket closes it
    }
  }

  private Attempt exchange(WebhookUrl url, Envelope envelope) {
    InetAddress[] addresses;
    try {
      addresses = lookup.of(url.host());
    } catch (UnknownHostException _) {
      return new Attempt.Failed("the host has no address");
    }
    if (!Arrays.stream(addresses).allMatch(reach::includes)) {
      return new Attempt.Failed("the host has an address that is not public");
    }
    Attempt last = new Attempt.Failed("the host has no address");
    for (InetAddress address : addresses) {
      last = exchange(url, envelope, address);
      if (!last.equals(UNREACHABLE)) {
        break;
      }
    }
    return last;
  }

  private Attempt exchange(WebhookUrl url, Envelope envelope, InetAddress address) {
    try (Socket socket = new Socket()) {
      if (!connect(socket, new InetSocketAddress(address, url.port()))) {
        return UNREACHABLE;
      }
      try (SSLSocket secured = secure(socket, url)) {
        OutputStream out = secured.getOutputStream();
        out.write(head(url, envelope).getBytes(StandardCharsets.US_ASCII));
        out.write(envelope.body());
        out.flush();
        return answer(secured.getInputStream());
      }
    } catch (SSLException _) {
      return new Attempt.Failed("no TLS with a certificate of this host that is trusted");
    } catch (IOException _) {
      return new Attempt.Failed("the connection broke");
    }
  }

  private boolean connect(Socket socket, InetSocketAddress to) {
    try {
      socket.connect(to, Math.toIntExact(limits.connect().toMillis()));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Over a connection that is made already, so that nothing looks the host up again.
  private SSLSocket secure(Socket socket, WebhookUrl url) throws IOException {
    socket.setSoTimeout(Math.toIntExact(limits.whole().toMillis()));
    SSLSocket secured =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, url.host(), url.port(), true);
    SSLParameters wanted = secured.getSSLParameters();
    wanted.setEndpointIdentificationAlgorithm("HTTPS");
    wanted.setProtocols(PROTOCOLS);
    wanted.setApplicationProtocols(new String[] {"http/1.1"});
    if (url.isName()) {
      wanted.setServerNames(List.of(new SNIHostName(url.host())));
    }
    secured.setSSLParameters(wanted);
    secured.startHandshake();
    return secured;
  }

  private static String head(WebhookUrl url, Envelope envelope) {
    var head = new StringBuilder("POST ").append(url.target()).append(" HTTP/1.1\r\n");
    line(head, "host", url.authority());
    line(head, "content-type", "application/json");
    line(head, "content-length", Integer.toString(envelope.body().length));
    line(head, "user-agent", "Giftwarden-Webhooks/1");
    line(head, "connection", "close");
    envelope.headers().forEach((name, value) -> line(head, name, value));
    return head.append("\r\n").toString();
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /// Of an answer its head alone, or what there is of it when the connection ends.
  private Attempt answer(InputStream in) throws IOException {
    var read = new StringBuilder();
    var buffer = new byte[MOST_BYTES];
    int count = 0;
    while (count >= 0 && read.length() < MOST_BYTES) {
      count = in.read(buffer, 0, MOST_BYTES - read.length());
      read.append(new String(buffer, 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
      boolean whole = count < 0 || read.length() == MOST_BYTES;
      var answered = AnswerHead.in(read, whole, clock.instant());
      if (answered.isPresent()) {
        return answered.get();
      }
    }
    return new Attempt.Failed("what came back is no HTTP");
  }
}
