package dev.giftwarden.bench.rotation;

import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One handshake with one listener, and what came of it.
final class Handshake {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// A server that closes over unread words may reset the connection, and its alert is lost.
  private static final int ATTEMPTS = 6;

  private final TlsFolder roots;
  private final String service;
  private final int port;

  /// @param roots for its `ca.crt`
  Handshake(TlsFolder roots, String service, int port) {
    this.roots = roots;
    this.service = service;
    this.port = port;
  }

  sealed interface Outcome {
    /// @param shown the listener's certificate
    record Accepted(X509Certificate shown) implements Outcome {}

    /// @param alert as the JDK names it
    record Refused(String alert) implements Outcome {}
  }

  /// @param shown null: no certificate
  Outcome with(@Nullable TlsFolder shown) throws IOException {
    KeyManager keys = shown == null ? null : shown.keyManager();
    SSLContext tls = Tls13.context(keys, roots.trustingServer(new SpiffeId.Service(service)));
    IOException last = new IOException("not tried");
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return new Outcome.Accepted(shake(tls));
      } catch (SSLException e) {
        Optional<String> alert = alert(e);
        if (alert.isPresent()) {
          return new Outcome.Refused(alert.get());
        }
        last = e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static Optional<String> alert(SSLException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Received fatal alert: ")
        ? Optional.of(message.substring(message.lastIndexOf(' ') + 1))
        : Optional.empty();
  }

  /// The client of TLS 1.3 is done before its certificate is judged: the first byte of HTTP/2's
  /// settings, which a server sends unasked, says that it was accepted.
  private X509Certificate shake(SSLContext tls) throws IOException {
    int millis = Math.toIntExact(PATIENCE.toMillis());
    try (Socket plain = new Socket("localhost", port)) {
      plain.setSoTimeout(millis);
      try (var socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        if (socket.getInputStream().read() < 0) {
          throw new IOException("closed without a word");
        }
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      }
    }
  }
}
