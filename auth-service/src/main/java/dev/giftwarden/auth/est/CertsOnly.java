package dev.giftwarden.auth.est;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/// Certificates in a SignedData that nobody has signed: how EST carries them (RFC 7030, section
/// 4.1.3; RFC 5272, section 4.1).
final class CertsOnly {
  private CertsOnly() {}

  static String of(List<X509Certificate> certificates) {
    try {
      var generator = new CMSSignedDataGenerator();
      generator.addCertificates(new JcaCertStore(certificates));
      return base64(
          generator
              .generate(new CMSAbsentContent())
              .toASN1Structure()
              .getEncoded(ASN1Encoding.DER));
    } catch (CMSException | CertificateEncodingException | IOException e) {
      throw new IllegalStateException("certificates without an encoding", e);
    }
  }

  /// Without ends of lines (RFC 4648, section 3.1; RFC 8951): strongSwan's client reads none.
  static String base64(byte[] der) {
    return Base64.getEncoder().encodeToString(der);
  }
}
