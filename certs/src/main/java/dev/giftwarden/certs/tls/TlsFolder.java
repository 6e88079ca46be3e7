package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.path.TrustBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The one home of TLS: a folder of PEM files (see [CredentialFolder]) turned into managers that a
/// listener or a client keeps for its life while the certificates behind them change.
///
/// A folder that is broken at start stops the start. One that breaks later changes nothing: the
/// pair that was good stays in use, and [#fault] says what is wrong until the folder is good again.
public final class TlsFolder {
  private final Path folder;
  private final InstantSource clock;
  private final CopyOnWriteArrayList<Runnable> rotationListeners = new CopyOnWriteArrayList<>();
  private final ReloadableKeyManager keyManager;
  private volatile Credential current;
  private volatile Optional<String> fault = Optional.empty();

  private TlsFolder(Path folder, InstantSource clock, Credential first) {
    this.folder = folder;
    this.clock = clock;
    this.current = first;
    this.keyManager = new ReloadableKeyManager(first);
  }

  /// Loads the folder for the first time.
  ///
  /// @throws IllegalArgumentException with one line for the operator, if the folder is not whole
  public static TlsFolder open(Path folder, InstantSource clock) {
    try {
      return new TlsFolder(folder, clock, Credential.parse(CredentialFolder.read(folder), clock));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(folder + ": " + e.getMessage(), e);
    }
  }

  /// What a look at the folder found.
  public sealed interface Reload {
    record Unchanged() implements Reload {}

    record Rotated(PeerCertificate own) implements Reload {}

    /// The old pair stays in use.
    record Broken(String why) implements Reload {}
  }

  /// Compares content, not times or names. Listeners run on the calling thread, after the change.
  public synchronized Reload reload() {
    try {
      CredentialFolder.Text text = CredentialFolder.read(folder);
      boolean changed = !text.equals(current.text());
      if (changed) {
        Credential next = Credential.parse(text, clock);
        keyManager.use(next);
        current = next;
      }
      fault = Optional.empty();
      if (!changed) {
        return new Reload.Unchanged();
      }
    } catch (IOException | IllegalArgumentException e) {
      fault = Optional.of(folder + ": " + e.getMessage());
      return new Reload.Broken(fault.get());
    }
    rotationListeners.forEach(Runnable::run);
    return new Reload.Rotated(current.own());
  }

  /// Why the content of the folder is not what is in use.
  public Optional<String> fault() {
    return fault;
  }

  InstantSource clock() {
    return clock;
  }

  public void onRotation(Runnable listener) {
    rotationListeners.add(listener);
  }

  /// A certificate with its key and roots, all from one moment.
  public Credential current() {
    return current;
  }

  public PeerCertificate own() {
    return current.own();
  }

  /// The host names in the certificate that is in use, in lower case.
  public Set<String> hosts() {
    return current.hosts();
  }

  /// Leaf first, then the issuing CA.
  public List<X509Certificate> chain() {
    return current.chain();
  }

  public PrivateKey privateKey() {
    return current.privateKey();
  }

  /// What vouches for peers.
  public Set<X509Certificate> roots() {
    return TrustBundle.of(trusted()).roots();
  }

  /// The roots, and the issuing CAs that peers need not send: for [dev.giftwarden.certs.ChainCheck]
  /// alone, which tells them apart.
  public List<X509Certificate> trusted() {
    return current.trusted();
  }

  public X509ExtendedKeyManager keyManager() {
    return keyManager;
  }

  /// For a listener: accepts clients of these kinds and refuses every other chain in the handshake.
  public X509ExtendedTrustManager trustingClients(Set<Kind> kinds) {
    return new ClientTrust(this::trusted, Set.copyOf(kinds), clock);
  }

  /// For a client: accepts this one service, with the host name that the connection asks for.
  public X509ExtendedTrustManager trustingServer(SpiffeId.Service expected) {
    return new ServerTrust(this::trusted, expected, clock);
  }
}
