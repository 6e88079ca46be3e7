package dev.giftwarden.auth.client.testing;

import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.client.trust.SigningKeyProof;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.certs.tls.TlsFolder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jose4j.json.JsonUtil;

/// One of auth's signing keys. It also makes the tokens that auth never would: header and claims
/// may be anything.
public final class TestSigner {
  private final String keyId;
  private final KeyPair pair;

  public TestSigner(String keyId) {
    this.keyId = keyId;
    this.pair = p256();
  }

  public static KeyPair p256() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String keyId() {
    return keyId;
  }

  public KeyPair pair() {
    return pair;
  }

  /// The public half as auth publishes it, vouched for by a service certificate.
  public SigningKey published(TlsFolder voucher, Instant notAfter) {
    try {
      return SigningKeyProof.sign(
          keyId, pair.getPublic(), notAfter, voucher.chain(), voucher.privateKey());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public Map<String, Object> header() {
    return new TreeMap<>(Map.of("alg", "ES256", "kid", keyId, "typ", TokenClaims.TYPE));
  }

  public String sign(TokenClaims claims) {
    return sign(header(), claims.toMap());
  }

  public String sign(Map<String, Object> header, Map<String, Object> claims) {
    return sign(JsonUtil.toJson(header), JsonUtil.toJson(claims));
  }

  /// Signs these very texts.
  public String sign(String header, String claims) {
    return es256(header, claims, pair.getPrivate());
  }

  public static String es256(String header, String claims, PrivateKey key) {
    try {
      String input = base64(utf8(header)) + "." + base64(utf8(claims));
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(utf8(input));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
