package dev.giftwarden.certs.path;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/// What is seen of a certificate before anything is computed with what its sender chose. A key that
/// no root vouches for yet is bytes here and no more: a verification costs what the maker of the
/// key wants it to cost, and a DSA key that fits into a handshake makes it cost seconds.
public final class CertificateForm {

  /// What a certificate of ours never is.
  public enum Flaw {
    /// It is larger than [#MOST_BYTES], or its serial longer than RFC 5280, section 4.1.2.2,
    /// allows.
    SIZE,
    /// Its key is not on P-256.
    KEY,
    /// It says that it is signed with something else than ECDSA and SHA-256 or longer.
    SIGNATURE
  }

  /// A partner's certificate has 600 bytes, each host name of a service 20 to 250 more.
  private static final int MOST_BYTES = 8 * 1024;

  private static final int MOST_SERIAL_BYTES = 20;
  private static final int MOST_RSA_BITS = 4096;

  /// SubjectPublicKeyInfo of a point on P-256, uncompressed (RFC 5480, section 2): all of it but
  /// the point's two coordinates.
  private static final byte[] P256 =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private static final int COORDINATES = 64;

  /// ecdsa-with-SHA256, -SHA384 and -SHA512, RFC 5758: what a CA of ours signs with. The JDK's PKIX
  /// goes on to accept SHA-1 from CAs that it does not ship.
  private static final Set<String> SIGNATURES =
      Set.of("1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4");

  private CertificateForm() {}

  /// Everything, in the order of [Flaw]; empty if there is nothing against computing with it.
  public static Set<Flaw> flaws(X509Certificate certificate) {
    EnumSet<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    if (bytes(certificate) > MOST_BYTES || serialBytes(certificate) > MOST_SERIAL_BYTES) {
      flaws.add(Flaw.SIZE);
    }
    if (!isOnP256(certificate)) {
      flaws.add(Flaw.KEY);
    }
    if (!SIGNATURES.contains(certificate.getSigAlgOID())) {
      flaws.add(Flaw.SIGNATURE);
    }
    return flaws;
  }

  /// Whether a verification with its key costs no more than keys that others use: EC, or RSA of up
  /// to 4096 bits. For certificates of a PKI that is not ours.
  public static boolean isAffordable(X509Certificate certificate) {
    boolean small =
        bytes(certificate) <= MOST_BYTES && serialBytes(certificate) <= MOST_SERIAL_BYTES;
    return small
        && switch (certificate.getPublicKey()) {
          case ECPublicKey _ -> true;
          case RSAPublicKey rsa ->
              rsa.getModulus().bitLength() <= MOST_RSA_BITS
                  && rsa.getPublicExponent().bitLength() <= Integer.SIZE;
          default -> false;
        };
  }

  /// Lower-case hex without leading zeros, for logs and answers: never longer than a serial may be.
  public static String serial(X509Certificate certificate) {
    return serialBytes(certificate) > MOST_SERIAL_BYTES
        ? "of more than " + MOST_SERIAL_BYTES + " bytes"
        : certificate.getSerialNumber().toString(16);
  }

  private static int serialBytes(X509Certificate certificate) {
    return certificate.getSerialNumber().bitLength() / Byte.SIZE + 1;
  }

  private static int bytes(X509Certificate certificate) {
    try {
      return certificate.getEncoded().length;
    } catch (CertificateEncodingException _) {
      return Integer.MAX_VALUE;
    }
  }

  private static boolean isOnP256(X509Certificate certificate) {
    byte[] key = certificate.getPublicKey().getEncoded();
    return key != null && isP256(key);
  }

  /// Whether a SubjectPublicKeyInfo has the one form that a key of ours has; not whether there is
  /// such a point.
  public static boolean isP256(byte[] key) {
    return key.length == P256.length + COORDINATES
        && Arrays.equals(key, 0, P256.length, P256, 0, P256.length);
  }
}
