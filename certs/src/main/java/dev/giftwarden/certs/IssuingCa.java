package dev.giftwarden.certs;

import dev.giftwarden.certs.path.AnchoredPath;
import dev.giftwarden.certs.path.CertificateForm;
import dev.giftwarden.certs.path.TrustBundle;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/// The mark of an issuing CA, written and read here: it may sign no further CA, and its critical
/// name constraints permit the URIs of one kind. The root's signature vouches for both, so no list
/// of CAs has to be shipped beside the root.
public final class IssuingCa {
  /// RFC 2606: a name that no resolver ever finds. Permitting it alone permits no DNS name, which
  /// an absent constraint would not do.
  private static final String NO_HOST = "invalid";

  /// Address and mask of zeros, RFC 5280, section 4.2.1.10: octets of both for IPv4, then for IPv6.
  private static final List<Integer> EVERY_ADDRESS = List.of(8, 32);

  private IssuingCa() {}

  /// Services have host names beside their id; nobody has an address.
  static NameConstraints constraints(Kind kind) {
    List<GeneralSubtree> permitted = new ArrayList<>();
    permitted.add(subtree(GeneralName.uniformResourceIdentifier, kind.trustDomain()));
    if (kind != Kind.SERVICE) {
      permitted.add(subtree(GeneralName.dNSName, NO_HOST));
    }
    GeneralSubtree[] excluded =
        EVERY_ADDRESS.stream()
            .map(octets -> new DEROctetString(new byte[octets]))
            .map(zeros -> new GeneralSubtree(new GeneralName(GeneralName.iPAddress, zeros)))
            .toArray(GeneralSubtree[]::new);
    return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), excluded);
  }

  private static GeneralSubtree subtree(int type, String value) {
    return new GeneralSubtree(new GeneralName(type, value));
  }

  /// Those of a bundle that issue this kind and that a root of it vouches for now. Of the others no
  /// key is computed with.
  public static List<X509Certificate> anchored(
      Collection<X509Certificate> trusted, Kind kind, Instant at) {
    TrustBundle bundle = TrustBundle.of(trusted);
    var path = new AnchoredPath(bundle.roots());
    return bundle.issuing().stream()
        .filter(ca -> kindOf(ca).filter(kind::equals).isPresent())
        .filter(ca -> CertificateForm.flaws(ca).isEmpty())
        .filter(ca -> path.vouchesFor(ca, at))
        .toList();
  }

  /// Empty: not an issuing CA of ours, whatever else it may be.
  static Optional<Kind> kindOf(X509Certificate ca) {
    boolean constrained =
        ca.getBasicConstraints() == 0
            && ca.getCriticalExtensionOIDs() != null
            && ca.getCriticalExtensionOIDs().contains(Extension.nameConstraints.getId());
    return constrained ? permittedUriHost(ca).flatMap(IssuingCa::kindWith) : Optional.empty();
  }

  private static Optional<String> permittedUriHost(X509Certificate ca) {
    try {
      var value =
          ASN1OctetString.getInstance(ca.getExtensionValue(Extension.nameConstraints.getId()));
      GeneralSubtree[] permitted =
          NameConstraints.getInstance(value.getOctets()).getPermittedSubtrees();
      return permitted == null ? Optional.empty() : onlyUri(permitted);
    } catch (IllegalArgumentException | IllegalStateException _) { // bytes of another shape
      return Optional.empty();
    }
  }

  private static Optional<String> onlyUri(GeneralSubtree[] permitted) {
    String only = null;
    for (GeneralSubtree subtree : permitted) {
      GeneralName base = subtree.getBase();
      if (base.getTagNo() == GeneralName.uniformResourceIdentifier) {
        if (only != null) {
          return Optional.empty();
        }
        only = base.getName().toString();
      }
    }
    return Optional.ofNullable(only);
  }

  private static Optional<Kind> kindWith(String trustDomain) {
    for (Kind kind : Kind.values()) {
      if (kind.trustDomain().equals(trustDomain)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
