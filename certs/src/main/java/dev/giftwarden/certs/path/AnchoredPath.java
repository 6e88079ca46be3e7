package dev.giftwarden.certs.path;

import java.net.URI;
import java.net.URISyntaxException;
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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// PKIX (RFC 5280) from a root to a leaf, downwards: the issuing CA's signature is verified with
/// the root's key, and only then the leaf's with the CA's. The JDK's builder, which looks for a
/// path, begins at the leaf with keys that nobody vouches for, and stays out.
public final class AnchoredPath {

  public enum Verdict {
    ANCHORED,
    LEAF_NOT_YET_VALID,
    LEAF_EXPIRED,
    CA_NOT_VALID_NOW,
    NAME_OUTSIDE_CA,
    UNTRUSTED
  }

  private static final int URI_NAME = 6;

  private final Set<TrustAnchor> anchors;

  /// @param roots at least one
  public AnchoredPath(Collection<X509Certificate> roots) {
    this.anchors =
        roots.stream()
            .map(root -> new TrustAnchor(root, null))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// The verdict at one moment.
  ///
  /// @param leaf and its CA: both without a [CertificateForm.Flaw]
  public Verdict validate(X509Certificate leaf, X509Certificate ca, Instant at) {
    if (namesUriWithoutHost(leaf) || namesUriWithoutHost(ca)) {
      return Verdict.NAME_OUTSIDE_CA;
    }
    try {
      validate(List.of(leaf, ca), at);
      return Verdict.ANCHORED;
    } catch (CertPathValidatorException e) {
      return explain(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks PKIX", e);
    }
  }

  /// Whether a root vouches for this CA itself, at one moment.
  ///
  /// @param ca without a [CertificateForm.Flaw]
  public boolean vouchesFor(X509Certificate ca, Instant at) {
    try {
      validate(List.of(ca), at);
      return true;
    } catch (CertPathValidatorException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks PKIX", e);
    }
  }

  private void validate(List<X509Certificate> leafFirst, Instant at)
      throws GeneralSecurityException {
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(leafFirst);
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setDate(Date.from(at));
    parameters.setRevocationEnabled(false);
    var _ = CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  private static Verdict explain(CertPathValidatorException e) {
    CertPathValidatorException.Reason reason = e.getReason();
    boolean ofCa = e.getIndex() == 1;
    if (reason == BasicReason.EXPIRED) {
      return ofCa ? Verdict.CA_NOT_VALID_NOW : Verdict.LEAF_EXPIRED;
    }
    if (reason == BasicReason.NOT_YET_VALID) {
      return ofCa ? Verdict.CA_NOT_VALID_NOW : Verdict.LEAF_NOT_YET_VALID;
    }
    return reason == PKIXReason.INVALID_NAME ? Verdict.NAME_OUTSIDE_CA : Verdict.UNTRUSTED;
  }

  /// RFC 5280, section 4.2.1.10: under a constraint, a URI without a host is to be refused. The JDK
  /// compares hosts and meets a null instead.
  private static boolean namesUriWithoutHost(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .filter(name -> name.getFirst().equals(URI_NAME))
              .anyMatch(name -> !hasHost((String) name.get(1)));
    } catch (CertificateParsingException _) {
      return true;
    }
  }

  private static boolean hasHost(String uri) {
    try {
      return new URI(uri).getHost() != null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
