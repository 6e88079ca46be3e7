package dev.giftwarden.certs.crl;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/// What one CA has revoked, proven to be its word, whether it is still fresh or not.
///
/// @param issuerKey in hex: a CA that follows another has its name, and another key
/// @param number higher than that of every list before it
/// @param next from then on it is stale
public record SignedList(
    X500Principal issuer,
    String issuerKey,
    BigInteger number,
    Instant made,
    Instant next,
    Set<BigInteger> serials) {

  /// @param bytes DER or PEM
  /// @param ca somebody the reader trusts
  /// @throws IllegalArgumentException with one line for the operator: what is wrong with it
  static SignedList read(byte[] bytes, X509Certificate ca) {
    X509CRL list = RevocationList.signed(bytes, ca);
    return new SignedList(
        ca.getSubjectX500Principal(),
        key(ca),
        RevocationList.number(list),
        list.getThisUpdate().toInstant(),
        list.getNextUpdate().toInstant(),
        RevocationList.entries(list)
            .map(X509CRLEntry::getSerialNumber)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// Whether it speaks of certificates of this one's issuer: of any other, it says nothing by its
  /// silence.
  ///
  /// @param leaf one that was accepted
  public boolean covers(X509Certificate leaf) {
    return leaf.getIssuerX500Principal().equals(issuer)
        && issuerKey(leaf).filter(issuerKey::equals).isPresent();
  }

  public boolean names(X509Certificate leaf) {
    return serials.contains(leaf.getSerialNumber());
  }

  boolean isFresh(Instant now) {
    return !made.isAfter(now) && now.isBefore(next);
  }

  /// Without the serials, which fill a screen.
  @Override
  public String toString() {
    return "SignedList[number " + number + ", until " + next + "]";
  }

  private static String key(X509Certificate ca) {
    try {
      var id = new JcaX509ExtensionUtils().createSubjectKeyIdentifier(ca.getPublicKey());
      return HexFormat.of().formatHex(id.getKeyIdentifier());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks SHA-1", e);
    }
  }

  /// What the issuer has signed about its own key (RFC 5280, section 4.2.1.1).
  private static Optional<String> issuerKey(X509Certificate leaf) {
    return Optional.ofNullable(leaf.getExtensionValue(Extension.authorityKeyIdentifier.getId()))
        .map(value -> ASN1OctetString.getInstance(value).getOctets())
        .map(AuthorityKeyIdentifier::getInstance)
        .map(AuthorityKeyIdentifier::getKeyIdentifierOctets)
        .map(HexFormat.of()::formatHex);
  }
}
