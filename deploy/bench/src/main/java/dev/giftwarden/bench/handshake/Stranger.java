package dev.giftwarden.bench.handshake;

import dev.giftwarden.certs.Hostile;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.ShownKey;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The demo partner, and whoever holds its private key and shows other certificates.
final class Stranger {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path credentials;
  private final TlsFolder own;

  Stranger(Path credentials) {
    this.credentials = credentials;
    this.own = TlsFolder.open(credentials, InstantSource.system());
  }

  /// Chains that are made to be expensive, each time another one: a server may remember the last.
  Map<String, Supplier<List<X509Certificate>>> hostile() {
    return Hostile.ways(own.chain().getLast());
  }

  /// A connection until the server's first byte, which it sends unasked over HTTP/2.
  void accepted(int port, boolean withCertificate) {
    try {
      if (!speaks(tls(withCertificate ? own.keyManager() : null), port)) {
        throw new Failure("closed without a word");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A connection until the server's alert, which who is still writing may miss.
  void refused(int port, List<X509Certificate> chain) {
    X509Certificate leaf =
        Hostile.shownWith(own.chain().getFirst().getPublicKey(), chain.getFirst());
    var shown = Stream.concat(Stream.of(leaf), chain.stream().skip(1)).toList();
    boolean spoke;
    try {
      spoke = speaks(tls(new ShownKey(shown, own.privateKey())), port);
    } catch (IOException _) {
      return;
    }
    if (spoke) {
      throw new Failure("a certificate that is to be refused was accepted");
    }
  }

  private SSLContext tls(@Nullable KeyManager shown) {
    return Tls13.context(shown, own.trustingServer(new SpiffeId.Service("auth")));
  }

  private static boolean speaks(SSLContext tls, int port) throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      try (var socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        return socket.getInputStream().read() >= 0;
      }
    }
  }

  /// How many tickets a server hands to OpenSSL, with which a session could be resumed.
  long tickets(int port) {
    String printed =
        Shell.run(
            "sh",
            "-c",
            "(sleep 1; printf 'GET / HTTP/1.0\\r\\n\\r\\n'; sleep 1) | openssl s_client -connect localhost:"
                + port
                + " -servername localhost -ign_eof -cert "
                + Shell.quoted(credentials.resolve("tls.crt"))
                + " -key "
                + Shell.quoted(credentials.resolve("tls.key"))
                + " 2>&1; true");
    if (!printed.contains("New, TLSv1.3")) {
      throw new Failure("openssl saw no handshake:\n" + printed);
    }
    return printed.lines().filter(line -> line.contains("New Session Ticket arrived")).count();
  }
}
