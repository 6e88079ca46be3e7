package dev.giftwarden.certs.crl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.cert.X509Extension;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// What a CA of ours has revoked, as others read it: RFC 5280, section 5. ECDSA with SHA-256, like
/// its certificates.
public final class RevocationList {
  /// A relying party that hears of no newer list by then has to ask.
  public static final Duration VALID_FOR = Duration.ofHours(24);

  private static final String ALGORITHM = "SHA256withECDSA";

  private RevocationList() {}

  /// @param reason the code of RFC 5280, section 5.3.1; 0 (unspecified) is left out, as it says
  public record Entry(BigInteger serial, Instant revokedAt, int reason) {}

  /// @param number higher than that of every list before, of whichever replica
  /// @return DER
  public static byte[] sign(
      X509Certificate ca,
      PrivateKey key,
      BigInteger number,
      Instant now,
      Collection<Entry> entries) {
    try {
      // The bytes as they stand, so that the issuer's name is equal to the CA's by every
      // comparison.
      var issuer = X500Name.getInstance(ca.getSubjectX500Principal().getEncoded());
      var builder = new X509v2CRLBuilder(issuer, Date.from(now));
      builder.setNextUpdate(Date.from(now.plus(VALID_FOR)));
      for (Entry entry : entries) {
        builder.addCRLEntry(entry.serial(), Date.from(entry.revokedAt()), entry.reason());
      }
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(ca.getPublicKey()));
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
      return builder.build(new JcaContentSignerBuilder(ALGORITHM).build(key)).getEncoded();
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot sign the list of what was revoked", e);
    }
  }

  /// Reads a list, of which nothing is looked at before the CA's signature is known to be good.
  ///
  /// @param ca somebody the reader trusts
  /// @throws IllegalArgumentException with one line for the operator: what is wrong with it
  public static X509CRL read(byte[] der, X509Certificate ca, Instant now) {
    X509CRL list = signed(der, ca);
    if (list.getThisUpdate().toInstant().isAfter(now)) {
      throw new IllegalArgumentException("the list is of a time to come");
    }
    if (!now.isBefore(list.getNextUpdate().toInstant())) {
      throw new IllegalArgumentException("the list is no longer fresh");
    }
    return list;
  }

  /// Reads a list as [#read] does, whenever it is good for: PEM too.
  static X509CRL signed(byte[] bytes, X509Certificate ca) {
    X509CRL list = parse(bytes);
    if (!list.getIssuerX500Principal().equals(ca.getSubjectX500Principal())) {
      throw new IllegalArgumentException("the list is of another CA");
    }
    boolean[] uses = ca.getKeyUsage();
    if (uses == null || !uses[6]) { // cRLSign, RFC 5280, section 4.2.1.3
      throw new IllegalArgumentException("the CA signs no lists");
    }
    if (!list.getSigAlgName().equals(ALGORITHM) || !isSigned(list, ca)) {
      throw new IllegalArgumentException("the signature is wrong");
    }
    requireWhole(list);
    return list;
  }

  /// What says that it is less than all that its CA has revoked says so critically: a difference to
  /// another list, one of some certificates, one of other CAs. The JDK knows those, and we do not.
  private static void requireWhole(X509CRL list) {
    if (hasCritical(list) || entries(list).anyMatch(RevocationList::hasCritical)) {
      throw new IllegalArgumentException(
          "the list has a critical extension that is not known here");
    }
    if (list.getNextUpdate() == null) {
      throw new IllegalArgumentException("the list does not say when the next one comes");
    }
    if (list.getExtensionValue(Extension.cRLNumber.getId()) == null) {
      throw new IllegalArgumentException("the list has no number");
    }
  }

  private static boolean hasCritical(X509Extension part) {
    @Nullable Set<String> critical = part.getCriticalExtensionOIDs();
    return critical != null && !critical.isEmpty();
  }

  /// @param list without any it has no set of them
  static Stream<? extends X509CRLEntry> entries(X509CRL list) {
    @Nullable Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
    return entries == null ? Stream.of() : entries.stream();
  }

  /// @param list one that was read here
  static BigInteger number(X509CRL list) {
    byte[] value = list.getExtensionValue(Extension.cRLNumber.getId());
    return ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets()).getValue();
  }

  private static X509CRL parse(byte[] der) {
    try {
      return (X509CRL)
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new IllegalArgumentException("not a list of revoked certificates", e);
    }
  }

  private static boolean isSigned(X509CRL list, X509Certificate ca) {
    try {
      list.verify(ca.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
