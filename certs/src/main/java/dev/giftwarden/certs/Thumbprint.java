package dev.giftwarden.certs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Pattern;

/// `x5t#S256` of RFC 8705, section 3.1: what a token says about the certificate that it is bound
/// to.
///
/// @param value base64url of SHA-256 over the DER, unpadded: 43 characters
public record Thumbprint(String value) {
  /// 32 bytes leave two spare bits in the last character; only the form with both clear is
  /// canonical.
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

  public Thumbprint {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in unpadded base64url");
    }
  }

  public static Thumbprint of(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Thumbprint(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
