package dev.giftwarden.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides whether a chain proves an identity: PKIX (RFC 5280) from the root, then what the
/// platform asks beyond it. The same check serves the handshake and chains that come without a
/// connection.
///
/// The root is the anchor, never an issuing CA: the JDK ignores the name constraints of an anchor.
/// Revocation is not decided here; it is decided on every call, from the trust feed.
public final class ChainCheck {

  /// The side of a connection that a certificate may speak for.
  public enum Use {
    CLIENT("1.3.6.1.5.5.7.3.2"),
    SERVER("1.3.6.1.5.5.7.3.1");

    private final String keyPurpose;

    Use(String keyPurpose) {
      this.keyPurpose = keyPurpose;
    }

    String keyPurpose() {
      return keyPurpose;
    }
  }

  public sealed interface Outcome {}

  public record Accepted(PeerCertificate peer) implements Outcome {}

  /// Nobody is identified.
  ///
  /// @param reasons everything found wrong, at least one, in the order of [Reason]
  public record Refused(List<Reason> reasons) implements Outcome {
    public Refused {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("refused for no reason");
      }
    }

    public Reason reason() {
      return reasons.getFirst();
    }
  }

  public enum Reason {
    SELF_SIGNED("the certificate is signed with its own key, so nobody vouches for it"),
    CHAIN_LENGTH("send the certificate and the issuing CA's certificate, in this order"),
    NOT_YET_VALID("the certificate is not yet valid"),
    EXPIRED("the certificate has expired"),
    CA_NOT_VALID_NOW("the issuing CA's certificate has expired or is not yet valid"),
    UNTRUSTED("the chain does not lead to a root that is trusted here"),
    WEAK_SIGNATURE("each certificate is to be signed with ECDSA and SHA-256 or longer"),
    NAME_OUTSIDE_CA("the issuing CA may not issue this name"),
    NOT_AN_ISSUING_CA("the second certificate is not an issuing CA of one kind"),
    OTHER_KIND_OF_CA("the certificate is of another kind than its issuing CA"),
    NOT_A_LEAF("a CA's certificate identifies nobody"),
    WRONG_USE("the certificate is not meant for this use (extended key usage)"),
    NO_IDENTITY("the certificate does not have exactly one SPIFFE id of Giftwarden as its name"),
    KIND_NOT_ACCEPTED("certificates of this kind are not accepted here");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /// For a person; holds nothing of the certificate.
    public String text() {
      return text;
    }
  }

  /// ecdsa-with-SHA256, -SHA384 and -SHA512, RFC 5758: what a CA of ours signs with. The JDK's PKIX
  /// goes on to accept SHA-1 from CAs that it does not ship.
  private static final Set<String> SIGNATURES =
      Set.of("1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4");

  private final Set<X509Certificate> roots;
  private final Set<TrustAnchor> anchors;
  private final Set<Kind> kinds;
  private final Use use;

  /// A check against roots that may change: make a new one when they do.
  ///
  /// @param roots at least one
  /// @param kinds the kinds that are served; at least one
  public ChainCheck(Collection<X509Certificate> roots, Set<Kind> kinds, Use use) {
    if (roots.isEmpty() || kinds.isEmpty()) {
      throw new IllegalArgumentException("a check without roots or kinds accepts nobody");
    }
    this.roots = Set.copyOf(roots);
    this.anchors =
        roots.stream()
            .map(root -> new TrustAnchor(root, null))
            .collect(Collectors.toUnmodifiableSet());
    this.kinds = Set.copyOf(kinds);
    this.use = use;
  }

  /// The verdict at one moment.
  ///
  /// @param chain leaf first, then its issuing CA; a trusted root behind them is ignored
  public Outcome check(List<X509Certificate> chain, Instant at) {
    List<X509Certificate> path =
        chain.size() > 1 && roots.contains(chain.getLast())
            ? chain.subList(0, chain.size() - 1)
            : chain;
    if (path.isEmpty()) {
      return new Refused(List.of(Reason.CHAIN_LENGTH));
    }
    EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);
    X509Certificate leaf = path.getFirst();
    checkLeaf(leaf, at, reasons);
    Optional<PeerCertificate> peer = identity(leaf, reasons);
    if (isSelfSigned(leaf)) {
      reasons.add(Reason.SELF_SIGNED);
    } else if (path.size() == 2) {
      checkIssuer(path.getLast(), peer, reasons);
      checkPath(path, at, reasons);
    } else {
      reasons.add(Reason.CHAIN_LENGTH);
    }
    return reasons.isEmpty() && peer.isPresent()
        ? new Accepted(peer.get())
        : new Refused(List.copyOf(reasons));
  }

  private void checkLeaf(X509Certificate leaf, Instant at, Set<Reason> reasons) {
    if (at.isBefore(leaf.getNotBefore().toInstant())) {
      reasons.add(Reason.NOT_YET_VALID);
    }
    if (at.isAfter(leaf.getNotAfter().toInstant())) {
      reasons.add(Reason.EXPIRED);
    }
    if (leaf.getBasicConstraints() != -1) {
      reasons.add(Reason.NOT_A_LEAF);
    }
    if (!isFor(leaf, use)) {
      reasons.add(Reason.WRONG_USE);
    }
  }

  /// Absent extensions and `anyExtendedKeyUsage` do not count: our profiles always say what they
  /// mean.
  private static boolean isFor(X509Certificate leaf, Use use) {
    try {
      boolean[] usage = leaf.getKeyUsage();
      List<String> purposes = leaf.getExtendedKeyUsage();
      boolean signs = usage != null && usage[0]; // digitalSignature, RFC 5280, section 4.2.1.3
      return signs && purposes != null && purposes.contains(use.keyPurpose());
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  /// Said in place of anything about the chain: there is none that such a certificate could have.
  private static boolean isSelfSigned(X509Certificate leaf) {
    if (!leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal())) {
      return false;
    }
    try {
      leaf.verify(leaf.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private Optional<PeerCertificate> identity(X509Certificate leaf, Set<Reason> reasons) {
    try {
      PeerCertificate peer = PeerCertificate.of(leaf);
      if (!kinds.contains(peer.id().kind())) {
        reasons.add(Reason.KIND_NOT_ACCEPTED);
      }
      return Optional.of(peer);
    } catch (IllegalArgumentException _) {
      reasons.add(Reason.NO_IDENTITY);
      return Optional.empty();
    }
  }

  private static void checkIssuer(
      X509Certificate ca, Optional<PeerCertificate> peer, Set<Reason> reasons) {
    Optional<Kind> issues = IssuingCa.kindOf(ca);
    if (issues.isEmpty()) {
      reasons.add(Reason.NOT_AN_ISSUING_CA);
    } else if (peer.isPresent() && peer.get().id().kind() != issues.get()) {
      reasons.add(Reason.OTHER_KIND_OF_CA);
    }
  }

  private void checkPath(List<X509Certificate> path, Instant at, Set<Reason> reasons) {
    try {
      CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setDate(Date.from(at));
      parameters.setRevocationEnabled(false);
      if (!path.stream().allMatch(c -> SIGNATURES.contains(c.getSigAlgOID()))) {
        reasons.add(Reason.WEAK_SIGNATURE);
      }
      var _ = CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
    } catch (CertPathValidatorException e) {
      explain(e, reasons);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks PKIX", e);
    }
  }

  private static void explain(CertPathValidatorException e, Set<Reason> reasons) {
    CertPathValidatorException.Reason reason = e.getReason();
    boolean expired = reason == BasicReason.EXPIRED;
    if (expired || reason == BasicReason.NOT_YET_VALID) {
      Reason ofLeaf = expired ? Reason.EXPIRED : Reason.NOT_YET_VALID;
      reasons.add(e.getIndex() == 1 ? Reason.CA_NOT_VALID_NOW : ofLeaf);
    } else {
      boolean name = reason == PKIXReason.INVALID_NAME;
      reasons.add(name ? Reason.NAME_OUTSIDE_CA : Reason.UNTRUSTED);
    }
  }
}
