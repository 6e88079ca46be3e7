package dev.giftwarden.certs;

import dev.giftwarden.certs.checkpoint.CheckpointKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;

/// The folder of the CAs, and what is issued from it. Each `issue…` makes a new key, writes
/// [CredentialFolder] and returns the leaf; the key of a CA never leaves this folder.
///
/// Whoever reads this folder is everybody: on anything but a developer's machine the root's key is
/// elsewhere, and only the issuing CA that is needed is here.
public final class Pki {
  /// Longer than any issuing CA, so that these can be replaced under one root.
  private static final Duration ROOT_LIFETIME = Duration.ofDays(3650);

  private static final Duration ISSUING_LIFETIME = Duration.ofDays(825);

  private static final String ROOT = "root";
  private static final String CHECKPOINT = "checkpoint";

  private final Path folder;
  private final InstantSource clock;

  private Pki(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /// The root ceremony: every CA, the checkpoint signer and the first operator's certificate.
  ///
  /// @throws IllegalStateException if the folder already holds a PKI: a root is never overwritten
  public static Pki init(Path folder, InstantSource clock) {
    if (exists(folder)) {
      throw new IllegalStateException(folder + " already holds a PKI");
    }
    Pki pki = new Pki(folder, clock);
    Instant now = clock.instant();
    var root = CertificateAuthority.selfSigned(name(ROOT), 1, ROOT_LIFETIME, now);
    for (Kind kind : Kind.values()) {
      String ca = Holder.caOf(kind);
      var constraints = IssuingCa.constraints(kind);
      pki.store(ca, root.issuingCa(name(ca), constraints, ISSUING_LIFETIME, now));
    }
    String database = Holder.DATABASE_CA;
    pki.store(database, CertificateAuthority.selfSigned(name(database), 0, ROOT_LIFETIME, now));
    pki.storeCheckpointKey(CheckpointKey.generate());
    pki.storeIssuingCas();
    pki.store(ROOT, root); // last: its presence says that the folder is whole
    pki.issueOperator("first", pki.firstOperator());
    return pki;
  }

  /// A PKI that [#init] made before.
  ///
  /// @throws IllegalStateException if the folder holds none
  public static Pki open(Path folder, InstantSource clock) {
    if (!exists(folder)) {
      throw new IllegalStateException(folder + " holds no PKI: make one with certs/run init");
    }
    return new Pki(folder, clock);
  }

  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(ROOT).resolve(CertificateAuthority.CERTIFICATE));
  }

  /// For the internal ports and calls of a service.
  public X509Certificate issueService(String service, Collection<String> hosts, Path out) {
    return issue(Holder.service(service, hosts), out);
  }

  /// For the public listener of a service: the same name, but good for no call.
  public X509Certificate issueEdge(String service, Collection<String> hosts, Path out) {
    return issue(Holder.edge(service, hosts), out);
  }

  public X509Certificate issuePartner(String account, String client, Path out) {
    return issue(Holder.partner(account, client), out);
  }

  public X509Certificate issueOperator(String name, Path out) {
    return issue(Holder.operator(name), out);
  }

  /// For the connections of one role to PostgreSQL.
  ///
  /// @param role the PostgreSQL role; the server maps the common name to it
  public X509Certificate issueDatabaseRole(String role, Path out) {
    return issue(Holder.databaseRole(role), out);
  }

  public X509Certificate issueDatabaseServer(Collection<String> hosts, Path out) {
    return issue(Holder.databaseServer(hosts), out);
  }

  /// Half of the lifetime is left for somebody to notice that renewal fails.
  public static boolean pastHalfLife(X509Certificate certificate, Instant now) {
    Instant start = certificate.getNotBefore().toInstant();
    Duration life = Duration.between(start, certificate.getNotAfter().toInstant());
    return !now.isBefore(start.plus(life.dividedBy(2)));
  }

  /// The same name and profile again, with a new key.
  ///
  /// @param credentials a folder that this PKI issued into
  /// @throws IllegalArgumentException if another CA issued what is there
  public X509Certificate renew(Path credentials) {
    X509Certificate old = leafIn(credentials);
    if (old.getBasicConstraints() != -1) {
      handOverPartnerCa(credentials);
      return certificate(Holder.caOf(Kind.PARTNER));
    }
    Holder holder = Holder.of(old);
    if (certificates(holder.ca()).stream()
        .noneMatch(ca -> CertificateAuthority.isSignedBy(old, ca))) {
      throw new IllegalArgumentException(credentials + " was not issued from " + folder);
    }
    return issue(holder, credentials);
  }

  /// Renews what is past half of its life.
  ///
  /// @return whether it was due
  public boolean renewIfDue(Path credentials) {
    boolean due = pastHalfLife(leafIn(credentials), clock.instant());
    if (due) {
      renew(credentials);
    }
    return due;
  }

  /// Gives the partners' issuing CA, its key included, to the one service that issues: auth.
  ///
  /// @param out a folder as [PartnerCa] reads it
  public void handOverPartnerCa(Path out) {
    CertificateAuthority ca = load(Holder.caOf(Kind.PARTNER));
    CredentialFolder.write(out, List.of(ca.certificate()), ca.key(), roots());
  }

  /// What is issued under.
  public X509Certificate root() {
    return certificate(ROOT);
  }

  /// What listeners know, so that callers need not send it.
  public Path issuing() {
    return folder.resolve("issuing.crt");
  }

  /// What peers have to trust, the one that is issued under first; two in the middle of a
  /// roll-over.
  public List<X509Certificate> roots() {
    return certificates(ROOT);
  }

  /// Made, and not yet known to anybody.
  public CertificateAuthority newRoot() {
    return CertificateAuthority.selfSigned(name(ROOT), 1, ROOT_LIFETIME, clock.instant());
  }

  /// New issuing CAs under another root; from now on leaves come from these.
  public void issueUnder(CertificateAuthority root) {
    for (Kind kind : Kind.values()) {
      replaceIssuing(kind, root);
    }
    CredentialFolder.replace(issuing(), CredentialFolder.pem(issuingCas()));
  }

  /// A new issuing CA under the same root. What the old one issued stays good until it ends: the
  /// root vouches for both, so a stolen CA needs a new root.
  public void replaceIssuing(Kind kind) {
    replaceIssuing(kind, load(ROOT));
    CredentialFolder.replace(issuing(), CredentialFolder.pem(issuingCas()));
  }

  private void replaceIssuing(Kind kind, CertificateAuthority root) {
    String ca = Holder.caOf(kind);
    var constraints = IssuingCa.constraints(kind);
    root.issuingCa(name(ca), constraints, ISSUING_LIFETIME, clock.instant())
        .replaceIn(folder.resolve(ca));
  }

  /// The certificate made by the ceremony: it creates the first accounts.
  public Path firstOperator() {
    return folder.resolve("issued").resolve("operator").resolve("first");
  }

  /// Secret; audit-service alone mounts it.
  public Path checkpointSigner() {
    return folder.resolve(CHECKPOINT).resolve("signer.key");
  }

  /// Public: what verifies a checkpoint.
  public Path checkpointVerifier() {
    return folder.resolve(CHECKPOINT).resolve("signer.vkey");
  }

  private X509Certificate issue(Holder holder, Path out) {
    CertificateAuthority ca = load(holder.ca());
    KeyPair pair = CertificateAuthority.newKey();
    X509Certificate leaf = ca.leaf(holder, pair.getPublic(), clock.instant());
    boolean selfSigned = holder.ca().equals(Holder.DATABASE_CA);
    var chain = selfSigned ? List.of(leaf) : List.of(leaf, ca.certificate());
    CredentialFolder.write(out, chain, pair.getPrivate(), trusted(holder, ca));
    return leaf;
  }

  /// A service listens, and knows the issuing CAs of those who call it. Others get the root alone:
  /// their tools may take every certificate in `ca.crt` for an anchor.
  private List<X509Certificate> trusted(Holder holder, CertificateAuthority ca) {
    return switch (holder.profile()) {
      case SERVICE, EDGE -> Stream.concat(roots().stream(), issuingCas().stream()).toList();
      case PARTNER, OPERATOR -> roots();
      case DATABASE_ROLE, DATABASE_SERVER -> List.of(ca.certificate());
    };
  }

  /// Those that are here.
  private List<X509Certificate> issuingCas() {
    return Arrays.stream(Kind.values())
        .map(Holder::caOf)
        .filter(ca -> Files.exists(folder.resolve(ca).resolve(CertificateAuthority.CERTIFICATE)))
        .flatMap(ca -> certificates(ca).stream())
        .toList();
  }

  private static X509Certificate leafIn(Path credentials) {
    try {
      return Pem.certificates(CredentialFolder.read(credentials).certificate()).getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + credentials, e);
    }
  }

  private void store(String ca, CertificateAuthority authority) {
    authority.storeIn(folder.resolve(ca));
  }

  private void storeIssuingCas() {
    try {
      CredentialFolder.writePrivate(issuing(), CredentialFolder.pem(issuingCas()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the list of issuing CAs", e);
    }
  }

  private void storeCheckpointKey(CheckpointKey key) {
    try {
      CredentialFolder.makePrivateFolder(folder.resolve(CHECKPOINT));
      CredentialFolder.writePrivate(checkpointSigner(), key.signer() + "\n");
      CredentialFolder.writePrivate(checkpointVerifier(), key.verifier() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the checkpoint key", e);
    }
  }

  private CertificateAuthority load(String ca) {
    return CertificateAuthority.in(folder.resolve(ca));
  }

  private X509Certificate certificate(String ca) {
    return certificates(ca).getFirst();
  }

  private List<X509Certificate> certificates(String ca) {
    return CertificateAuthority.certificates(folder.resolve(ca));
  }

  private static X500Name name(String ca) {
    return new X500Name("O=Giftwarden,CN=Giftwarden " + ca + " CA");
  }
}
