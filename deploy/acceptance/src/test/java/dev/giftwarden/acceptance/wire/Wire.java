package dev.giftwarden.acceptance.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Described;
import dev.giftwarden.testkit.Tls;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One TLS connection to a service on which any bytes may be written: no client library would let
/// us send what must be refused.
public final class Wire implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What came back to a request.
  ///
  /// @param headers all values by lower-case name
  public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    public String header(String name) {
      return String.join(", ", headers.getOrDefault(name, List.of()));
    }

    public String text() {
      return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }

    /// Held to the document that describes what was asked, if any does.
    Answer described(String method, String target) {
      Map<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.forEach((name, values) -> first.put(name, values.getFirst()));
      try {
        Described.check(
            method, new URI(target), new dev.giftwarden.testkit.Answer(status, first, text()));
      } catch (URISyntaxException _) {
        // Nothing that a document could describe.
      }
      return this;
    }

    /// Headers of more than twice the bound are no request yet, and over HTTP/2 the status is all
    /// there is.
    public boolean isBare() {
      return status == 431 && headers.size() == 1;
    }

    public boolean last() {
      return header("connection").toLowerCase(Locale.ROOT).contains("close");
    }
  }

  /// Makes connections as one holder of a certificate, or as nobody.
  public record Dialer(SSLContext context, InetAddress from) {
    public static Dialer of(House house, Identity identity, String service) {
      Path own = identity.folder();
      Path trust = own == null ? Objects.requireNonNull(house.operator().folder()) : own;
      TlsFolder folder = TlsFolder.open(trust, InstantSource.system());
      SSLContext context = own == null ? Tls.asNobody(folder, service) : Tls.as(folder, service);
      return new Dialer(context, InetAddress.getLoopbackAddress());
    }

    /// Another of this machine's addresses, `127.0.0.2` and so on, to count from none.
    public Dialer from(String address) {
      return new Dialer(context, InetAddress.ofLiteral(address));
    }

    public Socket open(String url) throws IOException {
      int port = URI.create(url).getPort();
      return new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
    }

    public Wire dial(String url, String... protocols) {
      try {
        Socket socket = open(url);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        var tls =
            (SSLSocket)
                context
                    .getSocketFactory()
                    .createSocket(socket, "localhost", socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(protocols);
        parameters.setServerNames(List.of(new SNIHostName("localhost"))); // it has no dot
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return new Wire(tls);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.1\\r\\n");

  private final SSLSocket socket;
  private final InputStream in;

  /// The lines of requests that are not answered yet, of which each was the beginning of what was
  /// sent; null: more than that was sent, and nobody knows what is answered.
  private @Nullable Deque<MatchResult> asked = new ArrayDeque<>();

  private Wire(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public void send(byte[] bytes) throws IOException {
    note(new String(bytes, ISO_8859_1));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  private void note(String text) {
    Matcher line = REQUEST_LINE.matcher(text);
    boolean begins = line.lookingAt();
    if (line.reset().results().count() > 1) {
      asked = null;
    } else if (begins && asked != null) {
      line.lookingAt();
      asked.add(line.toMatchResult());
    }
  }

  private Answer described(Answer answer) {
    MatchResult line = asked == null ? null : asked.poll();
    return line == null ? answer : answer.described(line.group(1), line.group(2));
  }

  public InputStream in() {
    return in;
  }

  /// @param head whether the request was a HEAD, whose answer has no body
  /// @return empty if the connection ended instead
  /// @throws SocketTimeoutException if neither happened
  public Optional<Answer> answer(boolean head) throws IOException {
    try {
      Optional<Answer> answer = one(head);
      while (answer.isPresent() && answer.get().status() / 100 == 1) {
        answer = one(head);
      }
      return answer.map(this::described);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      return Optional.empty(); // reset: as ended as a close
    }
  }

  private Optional<Answer> one(boolean head) throws IOException {
    String start = line();
    if (start.isEmpty()) {
      return Optional.empty();
    }
    if (!start.matches("HTTP/1\\.[01] [1-5][0-9][0-9] .*")) {
      throw new AssertionError("not an answer: " + start);
    }
    int status = Integer.parseInt(start.substring(9, 12));
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    boolean empty = head || status / 100 == 1 || status == 204 || status == 304;
    return Optional.of(new Answer(status, headers, empty ? new byte[0] : body(headers)));
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      return in.readNBytes(Integer.parseInt(headers.get("content-length").getFirst()));
    }
    if (!headers.containsKey("transfer-encoding")) {
      return in.readAllBytes();
    }
    var body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It was to end anyway.
    }
  }
}
