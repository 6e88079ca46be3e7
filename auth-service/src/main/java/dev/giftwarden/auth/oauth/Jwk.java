package dev.giftwarden.auth.oauth;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A P-256 public key as RFC 7517 and RFC 7518, section 6.2, write it.
@Schema(name = "JsonWebKey", description = "A P-256 public key")
@RegisterForReflection(registerFullHierarchy = true)
record Jwk(String kty, String crv, String x, String y, String kid, String use, String alg) {
  private static final int COORDINATE_BYTES = 32;

  static Jwk of(String keyId, ECPublicKey key) {
    var point = key.getW();
    return new Jwk(
        "EC",
        "P-256",
        coordinate(point.getAffineX()),
        coordinate(point.getAffineY()),
        keyId,
        "sig",
        "ES256");
  }

  /// Full width: leading zeros stay, the sign byte goes.
  private static String coordinate(BigInteger value) {
    var bytes = value.toByteArray();
    var padded = new byte[COORDINATE_BYTES];
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(padded);
  }
}
