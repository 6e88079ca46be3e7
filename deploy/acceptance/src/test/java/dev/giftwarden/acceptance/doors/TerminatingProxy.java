package dev.giftwarden.acceptance.doors;

import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// A man in the middle: it ends its victim's TLS with a certificate that the victim was made to
/// trust, reads everything, and passes every byte on over TLS of its own.
final class TerminatingProxy implements AutoCloseable {
  private final SSLServerSocket listener;
  private final SSLContext onward;
  private final int target;

  /// @param shown the certificate for the victim
  /// @param own what it proves to the service
  /// @param target the port of gift
  TerminatingProxy(Path shown, Identity own, int target) {
    try {
      TlsFolder face = TlsFolder.open(shown, InstantSource.system());
      TlsFolder mine = TlsFolder.open(Objects.requireNonNull(own.folder()), InstantSource.system());
      this.onward = Tls.as(mine, "gift");
      this.target = target;
      this.listener =
          (SSLServerSocket)
              Tls13.context(face.keyManager(), null)
                  .getServerSocketFactory()
                  .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "https://localhost:" + listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket victim = listener.accept();
        var _ = Thread.ofVirtual().start(() -> forward(victim));
      } catch (IOException _) {
        // Closed, or a victim that did not trust us.
      }
    }
  }

  private void forward(Socket victim) {
    try (victim;
        SSLSocket service =
            (SSLSocket) onward.getSocketFactory().createSocket("localhost", target)) {
      SSLParameters parameters = service.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName("localhost")));
      service.setSSLParameters(parameters);
      service.startHandshake();
      var _ = Thread.ofVirtual().start(() -> copy(victim, service));
      copy(service, victim);
    } catch (IOException _) {
      // The victim sees a connection that ends.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
    } catch (IOException _) {
      // One side has closed.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
