package dev.giftwarden.certs;

import dev.giftwarden.certs.path.AnchoredPath;
import dev.giftwarden.certs.path.AnchoredPath.Verdict;
import dev.giftwarden.certs.path.CertificateForm;
import dev.giftwarden.certs.path.CertificateForm.Flaw;
import dev.giftwarden.certs.path.SentChain;
import dev.giftwarden.certs.path.TrustBundle;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides whether a chain proves an identity: PKIX (RFC 5280) from the root, then what the
/// platform asks beyond it. The same check serves the handshake and chains that come without a
/// connection.
///
/// The root is the anchor, never an issuing CA, not even one that is known here ([TrustBundle]):
/// the JDK ignores the name constraints of an anchor. Revocation is not decided here; it is decided
/// on every call, from the trust feed.
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
    TOO_LARGE("16 certificates of 8192 bytes each, with serials of 20 bytes, are the most"),
    SELF_SIGNED("the certificate names itself as its issuer, so nobody vouches for it"),
    CHAIN_LENGTH("send the certificate and the issuing CA's certificate, in this order"),
    NOT_YET_VALID("the certificate is not yet valid"),
    EXPIRED("the certificate has expired"),
    CA_NOT_VALID_NOW("the issuing CA's certificate has expired or is not yet valid"),
    UNTRUSTED("the chain does not lead to a root that is trusted here"),
    KEY_NOT_ACCEPTED("each certificate is to have a key on P-256"),
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

  /// What a TLS peer may send at most, with room for those who post a chain.
  private static final int MOST_CERTIFICATES = 16;

  /// What is found in a certificate that only has the name of an issuing CA.
  private static final Set<Reason> OF_STRANGERS =
      Set.of(
          Reason.TOO_LARGE,
          Reason.CHAIN_LENGTH,
          Reason.UNTRUSTED,
          Reason.KEY_NOT_ACCEPTED,
          Reason.WEAK_SIGNATURE,
          Reason.NOT_AN_ISSUING_CA);

  private final TrustBundle trusted;
  private final AnchoredPath anchored;
  private final Set<Kind> kinds;
  private final Use use;

  /// A check against roots that may change: make a new one when they do.
  ///
  /// @param trusted at least one root; and issuing CAs that peers need not send
  /// @param kinds the kinds that are served; at least one
  public ChainCheck(Collection<X509Certificate> trusted, Set<Kind> kinds, Use use) {
    this.trusted = TrustBundle.of(trusted);
    if (this.trusted.roots().isEmpty() || kinds.isEmpty()) {
      throw new IllegalArgumentException("a check without roots or kinds accepts nobody");
    }
    this.anchored = new AnchoredPath(this.trusted.roots());
    this.kinds = Set.copyOf(kinds);
    this.use = use;
  }

  /// The verdict at one moment. Looks at forms and names first; computes only with keys that a root
  /// vouches for.
  ///
  /// @param chain leaf first, its issuing CA anywhere behind it, or left out if it is known here;
  ///   what else was sent is ignored
  public Outcome check(List<X509Certificate> chain, Instant at) {
    if (chain.isEmpty()) {
      return new Refused(List.of(Reason.CHAIN_LENGTH));
    }
    X509Certificate leaf = chain.getFirst();
    Set<Flaw> flaws = CertificateForm.flaws(leaf);
    if (chain.size() > MOST_CERTIFICATES || flaws.contains(Flaw.SIZE)) {
      return new Refused(List.of(Reason.TOO_LARGE));
    }
    EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);
    checkLeaf(leaf, at, reasons);
    Optional<PeerCertificate> peer = identity(leaf, reasons);
    if (flaws.contains(Flaw.KEY)) {
      reasons.add(Reason.KEY_NOT_ACCEPTED);
    }
    if (SentChain.isSelfIssued(leaf)) {
      reasons.add(Reason.SELF_SIGNED);
    } else {
      if (flaws.contains(Flaw.SIGNATURE)) {
        reasons.add(Reason.WEAK_SIGNATURE);
      }
      reasons.addAll(checkIssuers(SentChain.of(chain, trusted), peer, flaws.isEmpty(), at));
    }
    return reasons.isEmpty() && peer.isPresent()
        ? new Accepted(peer.get())
        : new Refused(List.copyOf(reasons));
  }

  /// The leaf with its issuing CA, in this order, without what else was sent: for those who read
  /// chains in another way than [#check].
  ///
  /// @param chain one that was accepted at this moment
  public List<X509Certificate> path(List<X509Certificate> chain, Instant at) {
    return SentChain.of(chain, trusted).issuers().stream()
        .filter(ca -> anchored.validate(chain.getFirst(), ca, at) == Verdict.ANCHORED)
        .findFirst()
        .map(ca -> List.of(chain.getFirst(), ca))
        .orElse(chain);
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

  /// What is wrong with the best of the candidates; nothing if one of them is the issuing CA.
  private Set<Reason> checkIssuers(
      SentChain sent, Optional<PeerCertificate> peer, boolean sound, Instant at) {
    Set<Reason> least = Set.of(Reason.CHAIN_LENGTH);
    for (X509Certificate ca : sent.issuers()) {
      Set<Reason> found = checkIssuer(sent, ca, peer, sound, at);
      if (found.isEmpty()) {
        return found;
      }
      boolean closer = Collections.disjoint(found, OF_STRANGERS);
      least = closer || least.contains(Reason.CHAIN_LENGTH) ? found : least;
    }
    return least;
  }

  private Set<Reason> checkIssuer(
      SentChain sent,
      X509Certificate ca,
      Optional<PeerCertificate> peer,
      boolean sound,
      Instant at) {
    Set<Flaw> flaws = CertificateForm.flaws(ca);
    if (flaws.contains(Flaw.SIZE)) {
      return Set.of(Reason.TOO_LARGE);
    }
    EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);
    checkKind(ca, peer, reasons);
    if (flaws.contains(Flaw.KEY)) {
      reasons.add(Reason.KEY_NOT_ACCEPTED);
    }
    if (flaws.contains(Flaw.SIGNATURE)) {
      reasons.add(Reason.WEAK_SIGNATURE);
    }
    if (sound && flaws.isEmpty()) {
      switch (anchored.validate(sent.leaf(), ca, at)) {
        case ANCHORED -> {}
        case LEAF_NOT_YET_VALID -> reasons.add(Reason.NOT_YET_VALID);
        case LEAF_EXPIRED -> reasons.add(Reason.EXPIRED);
        case CA_NOT_VALID_NOW -> reasons.add(Reason.CA_NOT_VALID_NOW);
        case NAME_OUTSIDE_CA -> reasons.add(Reason.NAME_OUTSIDE_CA);
        case UNTRUSTED -> {
          if (sent.isBelowAnother(ca) || !sent.came(ca)) {
            return Set.of(Reason.CHAIN_LENGTH);
          }
          reasons.add(Reason.UNTRUSTED);
        }
      }
    }
    return reasons;
  }

  private static void checkKind(
      X509Certificate ca, Optional<PeerCertificate> peer, Set<Reason> reasons) {
    Optional<Kind> issues = IssuingCa.kindOf(ca);
    if (issues.isEmpty()) {
      reasons.add(Reason.NOT_AN_ISSUING_CA);
    } else if (peer.isPresent() && peer.get().id().kind() != issues.get()) {
      reasons.add(Reason.OTHER_KIND_OF_CA);
    }
  }
}
