package dev.giftwarden.certs.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// A TLS 1.3 listener on a free port that says one byte to everybody it accepts. As a program of
/// its own it runs in a JVM without our switch against resumption.
final class Listener implements AutoCloseable {
  private final SSLServerSocket socket;

  /// @param trust null: no certificate is asked for
  Listener(X509ExtendedKeyManager keys, @Nullable X509ExtendedTrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      TrustManager[] managers = trust == null ? null : new TrustManager[] {trust};
      context.init(new KeyManager[] {keys}, managers, null);
      InetAddress loopback = InetAddress.getLoopbackAddress();
      socket =
          (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, loopback);
      socket.setEnabledProtocols(new String[] {"TLSv1.3"});
      socket.setNeedClientAuth(trust != null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  /// Prints its port and serves until its input ends.
  public static void main(String[] args) throws IOException {
    TlsFolder folder = TlsFolder.open(Path.of(args[0]), InstantSource.system());
    try (Listener listener = new Listener(folder.keyManager(), null)) {
      System.out.println(listener.address().getPort());
      while (System.in.read() >= 0) {}
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (SSLSocket client = (SSLSocket) socket.accept()) {
        client.getOutputStream().write('!');
        client.getInputStream().read();
      } catch (IOException _) { // refused: the client tells the test
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
