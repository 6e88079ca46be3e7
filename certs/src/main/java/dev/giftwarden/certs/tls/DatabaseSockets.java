package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// TLS 1.3 to PostgreSQL with the certificate in a role's folder, for the driver's `sslfactory`.
/// The driver makes one for each physical connection, so each connection shows what is in the
/// folder at its moment; `sslmode=verify-full` has the driver verify the host name itself.
///
/// The driver's own reader of keys refuses every file that a group can read, and on Kubernetes a
/// process that is not root reads its Secrets as a member of the pod's group and in no other way.
public final class DatabaseSockets extends SSLSocketFactory {
  private final SSLSocketFactory sockets;

  /// @param folder of one role, with `tls.crt`, `tls.key` and `ca.crt`
  public DatabaseSockets(String folder) throws IOException {
    CredentialFolder.Text text = settled(Path.of(folder));
    try {
      this.sockets =
          Tls13.context(keys(text), new Counted(Pem.certificates(text.trusted())))
              .getSocketFactory();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(folder + ": " + e.getMessage(), e);
    }
  }

  /// Counts the connection as long as it stands.
  private static final class Counted extends BoundedTrust {
    private final List<X509Certificate> roots;

    Counted(List<X509Certificate> roots) {
      super(Tls13.platform(roots));
      this.roots = roots;
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String authType, @Nullable Socket socket)
        throws CertificateException {
      super.checkServerTrusted(chain, authType, socket);
      LivePeers.ofProcess().accepted(socket, LivePeers.Side.DATABASE, chain, roots);
    }
  }

  /// A folder that was swapped between two of its files is whole at the second look.
  private static CredentialFolder.Text settled(Path folder) throws IOException {
    try {
      return CredentialFolder.read(folder);
    } catch (IOException _) {
      return CredentialFolder.read(folder);
    }
  }

  private static KeyManager keys(CredentialFolder.Text text)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    X509Certificate[] chain = Pem.certificates(text.certificate()).toArray(X509Certificate[]::new);
    store.setKeyEntry("role", Pem.privateKey(text.key()), new char[0], chain);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    return factory.getKeyManagers()[0];
  }

  private static Socket only13(Socket socket) {
    ((SSLSocket) socket).setEnabledProtocols(new String[] {"TLSv1.3"});
    return socket;
  }

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    return only13(sockets.createSocket(plain, host, port, autoClose));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return only13(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return only13(sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return only13(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return only13(sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }
}
