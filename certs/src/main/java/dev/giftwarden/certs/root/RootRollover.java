package dev.giftwarden.certs.root;

import dev.giftwarden.certs.CertificateAuthority;
import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.Pki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/// One root gives way to the next, in steps that may lie weeks apart: both are trusted, then the
/// new one issues, then the old one goes. The folder says which step comes next.
public final class RootRollover {
  private static final String CERTIFICATES = "ca.crt";
  private static final String KEY = "ca.key";

  /// Of a root that everybody is being told of and nothing is issued under yet.
  private static final String NEXT_KEY = "next.key";

  /// Of a root that is on its way out.
  private static final String OLD_KEY = "old.key";

  private final Path folder;
  private final Pki pki;

  private RootRollover(Path folder, Pki pki) {
    this.folder = folder;
    this.pki = pki;
  }

  /// The roll-over of a PKI, wherever it stands.
  ///
  /// @param folder made by [Pki#init]
  public static RootRollover in(Path folder, InstantSource clock) {
    return new RootRollover(folder.resolve("root"), Pki.open(folder, clock));
  }

  /// What peers have to trust at present.
  public List<X509Certificate> roots() {
    return pki.roots();
  }

  /// Makes a root that everybody is to trust before anything is issued under it.
  ///
  /// @throws IllegalStateException in the middle of a roll-over
  public X509Certificate add() {
    if (roots().size() > 1) {
      throw new IllegalStateException("a roll-over is under way: end it with drop");
    }
    CertificateAuthority next = pki.newRoot();
    CredentialFolder.replace(folder.resolve(NEXT_KEY), Pem.encode(next.key()));
    trust(List.of(pki.root(), next.certificate()));
    return next.certificate();
  }

  /// The root that waits to be issued under.
  ///
  /// @throws IllegalStateException if none does
  public X509Certificate next() {
    if (roots().size() < 2 || !Files.exists(folder.resolve(NEXT_KEY))) {
      throw new IllegalStateException("no root waits to be issued under: begin with add");
    }
    return roots().getLast();
  }

  /// Makes issuing CAs under it. One that was interrupted begins anew.
  public void issueUnderNext() {
    X509Certificate next = next();
    X509Certificate old = pki.root();
    pki.issueUnder(new CertificateAuthority(next, key()));
    move(KEY, OLD_KEY);
    trust(List.of(next, old));
    move(NEXT_KEY, KEY);
  }

  private PrivateKey key() {
    try {
      return Pem.privateKey(Pem.text(Files.readAllBytes(folder.resolve(NEXT_KEY))));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the new root's key", e);
    }
  }

  /// The root on its way out.
  ///
  /// @throws IllegalStateException if none is
  public X509Certificate old() {
    if (roots().size() < 2 || Files.exists(folder.resolve(NEXT_KEY))) {
      throw new IllegalStateException("no root is on its way out: begin with add, then switch");
    }
    return roots().getLast();
  }

  /// Trusts it no more, and deletes its key here. Who keeps another copy is to destroy it.
  public void drop() {
    X509Certificate old = old();
    trust(roots().stream().filter(root -> !root.equals(old)).toList());
    try {
      Files.deleteIfExists(folder.resolve(OLD_KEY));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the old root's key", e);
    }
  }

  private void trust(List<X509Certificate> roots) {
    CredentialFolder.replace(folder.resolve(CERTIFICATES), CredentialFolder.pem(roots));
  }

  /// A key that is offline stays where it is.
  private void move(String from, String to) {
    try {
      if (Files.exists(folder.resolve(from))) {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot rename " + from, e);
    }
  }
}
