package dev.giftwarden.certs.csr;

import dev.giftwarden.certs.path.CertificateForm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Somebody's public key, once it is known to be a point on P-256: its encoding is the only one it
/// has, so its digest names the key and not a spelling of it.
public final class P256Key {
  private static final int COORDINATE_BYTES = 32;

  private final byte[] encoded;
  private final PublicKey key;

  private P256Key(byte[] encoded, PublicKey key) {
    this.encoded = encoded;
    this.key = key;
  }

  /// @param encoded a SubjectPublicKeyInfo
  /// @return empty for every key of another kind, and for a point that is not on the curve
  static Optional<P256Key> of(byte[] encoded) {
    if (!CertificateForm.isP256(encoded)) {
      return Optional.empty();
    }
    try {
      var key =
          (ECPublicKey)
              KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
      return isOnCurve(encoded, key)
          ? Optional.of(new P256Key(encoded.clone(), key))
          : Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty(); // not every provider looks where the point is
    }
  }

  /// `y² = x³ + ax + b`, which is all there is to check on a curve of prime order.
  private static boolean isOnCurve(byte[] encoded, ECPublicKey key) {
    var curve = key.getParams().getCurve();
    var p = ((ECFieldFp) curve.getField()).getP();
    int end = encoded.length;
    var y = new BigInteger(1, Arrays.copyOfRange(encoded, end - COORDINATE_BYTES, end));
    var x =
        new BigInteger(
            1, Arrays.copyOfRange(encoded, end - 2 * COORDINATE_BYTES, end - COORDINATE_BYTES));
    var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
    return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
  }

  public PublicKey key() {
    return key;
  }

  public boolean isOf(X509Certificate certificate) {
    return Arrays.equals(encoded, certificate.getPublicKey().getEncoded());
  }

  /// The digest in lower-case hex.
  public String name() {
    return HexFormat.of().formatHex(digest());
  }

  /// SHA-256 of the SubjectPublicKeyInfo.
  public byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(encoded);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
