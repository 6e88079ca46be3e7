package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.Thumbprint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A service's proof against itself that a listener serves the certificate of its folder and never
/// resumes a session: it connects twice, and twice the listener has to show its certificate. In a
/// resumed session neither side shows one, which is exactly the hole.
public final class ListenerProof {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final TlsFolder folder;
  private final @Nullable KeyManager shown;

  private ListenerProof(TlsFolder folder, @Nullable KeyManager shown) {
    this.folder = folder;
    this.shown = shown;
  }

  /// For a listener that lets clients in without a certificate.
  public static ListenerProof asStranger(TlsFolder folder) {
    return new ListenerProof(folder, null);
  }

  /// For a listener that accepts services.
  public static ListenerProof asItself(TlsFolder folder) {
    return new ListenerProof(folder, folder.keyManager());
  }

  public sealed interface Outcome {
    record Proven() implements Outcome {}

    record Failed(String why) implements Outcome {}
  }

  /// Takes at most a few seconds.
  public Outcome against(InetSocketAddress address) {
    Witness witness = new Witness(folder);
    SSLContext context = Tls13.context(shown, witness);
    try {
      for (int i = 0; i < 2; i++) {
        Thumbprint before = folder.own().thumbprint();
        connect(context, address);
        Optional<Thumbprint> seen = witness.takeSeen();
        if (seen.isEmpty()) {
          return new Outcome.Failed("resumed a TLS session");
        }
        if (!seen.get().equals(before) && !seen.get().equals(folder.own().thumbprint())) {
          return new Outcome.Failed("serves another certificate than the folder holds");
        }
      }
      return new Outcome.Proven();
    } catch (IOException e) {
      return new Outcome.Failed("does not answer as it should: " + e.getMessage());
    }
  }

  /// Reads the first byte of HTTP/2's settings, which a server sends unasked: whatever ticket the
  /// server issues comes before it.
  private static void connect(SSLContext context, InetSocketAddress address) throws IOException {
    int millis = Math.toIntExact(PATIENCE.toMillis());
    try (Socket plain = new Socket()) {
      plain.connect(address, millis);
      plain.setSoTimeout(millis);
      // Layered with a host and port, by which the JDK files the sessions that it could resume.
      try (var socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, address.getHostString(), address.getPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        if (socket.getInputStream().read() < 0) {
          throw new IOException("closed without a word");
        }
      }
    }
  }

  /// Remembers that it was asked, and about whom. The handshake runs on the thread that connects.
  private static final class Witness extends ServerTrust {
    private @Nullable Thumbprint seen;

    Witness(TlsFolder folder) {
      super(folder::trusted, (SpiffeId.Service) folder.own().id(), folder.clock());
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String authType, @Nullable Socket socket)
        throws CertificateException {
      super.checkServerTrusted(chain, authType, socket);
      seen = Thumbprint.of(chain[0]);
    }

    Optional<Thumbprint> takeSeen() {
      Optional<Thumbprint> taken = Optional.ofNullable(seen);
      seen = null;
      return taken;
    }
  }
}
