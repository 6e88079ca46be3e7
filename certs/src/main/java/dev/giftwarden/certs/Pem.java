package dev.giftwarden.certs;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// RFC 7468 text, and nothing looser: certificates and EC keys in PKCS#8.
public final class Pem {
  /// A chain has two, a folder of roots in the middle of a roll-over a few; more is not ours.
  private static final int MOST_CERTIFICATES = 16;

  private static final Pattern CERTIFICATE = block("CERTIFICATE");
  private static final Pattern PRIVATE_KEY = block("PRIVATE KEY");

  private Pem() {}

  /// Every certificate of `text`, in order; text around the blocks is skipped.
  ///
  /// @throws IllegalArgumentException if there is none, or more than 16, or one that does not parse
  public static List<X509Certificate> certificates(String text) {
    List<X509Certificate> found = new ArrayList<>();
    Matcher blocks = CERTIFICATE.matcher(text);
    while (blocks.find()) {
      if (found.size() == MOST_CERTIFICATES) {
        throw new IllegalArgumentException("more than " + MOST_CERTIFICATES + " certificates");
      }
      found.add(certificate(Base64.getMimeDecoder().decode(blocks.group("base64"))));
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no certificate in PEM form");
    }
    return List.copyOf(found);
  }

  /// The certificate of one DER value.
  ///
  /// @param der one certificate and not a byte more
  /// @throws IllegalArgumentException if it is anything else
  public static X509Certificate certificate(byte[] der) {
    try {
      var stream = new ByteArrayInputStream(der);
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
      if (certificate.getEncoded().length != der.length) {
        throw new IllegalArgumentException("bytes behind the certificate");
      }
      return certificate;
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a certificate in DER", e);
    }
  }

  /// The private key of `text`.
  ///
  /// @throws IllegalArgumentException unless `text` holds exactly one EC key in PKCS#8
  public static PrivateKey privateKey(String text) {
    Matcher blocks = PRIVATE_KEY.matcher(text);
    if (!blocks.find()) {
      throw new IllegalArgumentException("no private key in PEM form (PKCS#8)");
    }
    byte[] der = Base64.getMimeDecoder().decode(blocks.group("base64"));
    if (blocks.find()) {
      throw new IllegalArgumentException("more than one private key");
    }
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException _) { // no cause: its message may quote the key
      throw new IllegalArgumentException("not an EC key in PKCS#8");
    }
  }

  public static String encode(X509Certificate certificate) {
    try {
      return encode("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }

  static String encode(PrivateKey key) {
    return encode("PRIVATE KEY", key.getEncoded());
  }

  private static String encode(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private static Pattern block(String label) {
    return Pattern.compile(
        "-----BEGIN " + label + "-----(?<base64>[A-Za-z0-9+/=\\s]*+)-----END " + label + "-----");
  }
}
