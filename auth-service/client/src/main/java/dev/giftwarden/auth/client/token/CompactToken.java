package dev.giftwarden.auth.client.token;

import dev.giftwarden.auth.client.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jose4j.jca.ProviderContext;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.EcdsaUsingShaAlgorithm.EcdsaP256UsingSha256;
import org.jose4j.jws.JsonWebSignatureAlgorithm;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// A signed token in its compact form (RFC 7515), its header found to be ours and nothing verified
/// yet.
///
/// jose4j, the library beneath smallrye-jwt, does the cryptography and reads the JSON. smallrye's
/// own parser stays out: it takes the time from the system's clock and accepts headers that we
/// refuse.
final class CompactToken {
  /// A token with every claim filled to its limit has about 4,000 characters.
  private static final int MAX_CHARACTERS = 8192;

  /// RFC 7518, section 3.4: two numbers of 32 bytes, with their leading zeros. jose4j takes halves
  /// of any length, and so would take one signature in many forms.
  private static final int SIGNATURE_BYTES = 64;

  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

  /// Fixed here and never taken from the token. By itself: what jose4j puts around it reads the
  /// header, and the text, once more.
  private static final JsonWebSignatureAlgorithm ES256 = new EcdsaP256UsingSha256();

  private final String text;
  private final String keyId;

  private CompactToken(String text, String keyId) {
    this.text = text;
    this.keyId = keyId;
  }

  sealed interface Parsed {}

  record Good(CompactToken token) implements Parsed {}

  record Bad(Refusal reason) implements Parsed {}

  /// The header must have exactly `alg`, `kid` and `typ`. So `jwk`, `jku`, `x5u` and `x5c`, which
  /// bring or fetch a key of the sender's choice, and every `crit` are refused unread.
  static Parsed parse(String text) {
    if (text.length() > MAX_CHARACTERS || !hasThreeParts(text)) {
      return new Bad(Refusal.TOKEN_MALFORMED);
    }
    Map<String, Object> header;
    try {
      header = JsonUtil.parseJson(utf8(decode(text.substring(0, text.indexOf('.')))));
      var _ = decode(claimsPart(text));
      var _ = decode(signaturePart(text));
    } catch (IllegalArgumentException | CharacterCodingException | JoseException _) {
      return new Bad(Refusal.TOKEN_MALFORMED);
    }
    if (!ES256.getAlgorithmIdentifier().equals(header.get("alg"))) {
      return new Bad(Refusal.TOKEN_ALGORITHM);
    }
    boolean ours = header.keySet().equals(HEADER) && TokenClaims.TYPE.equals(header.get("typ"));
    return ours && header.get("kid") instanceof String kid
        ? new Good(new CompactToken(text, kid))
        : new Bad(Refusal.TOKEN_HEADER);
  }

  private static boolean hasThreeParts(String text) {
    int first = text.indexOf('.');
    int last = text.lastIndexOf('.');
    boolean two = first < last && text.indexOf('.', first + 1) == last;
    return two && first > 0 && last > first + 1 && last < text.length() - 1;
  }

  private static String claimsPart(String text) {
    return text.substring(text.indexOf('.') + 1, text.lastIndexOf('.'));
  }

  private static String signaturePart(String text) {
    return text.substring(text.lastIndexOf('.') + 1);
  }

  String keyId() {
    return keyId;
  }

  /// Whether this key has signed it.
  ///
  /// Every ECDSA signature has a twin, with n - s for s, that is as good: anybody can write one
  /// token in two ways. RFC 7518 allows both, stock libraries sign both, and nothing here goes by a
  /// token's text except the memory of what was read: the twin is bound, expires and is revoked
  /// like the first.
  boolean signedBy(PublicKey key) {
    byte[] signed = text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    byte[] signature = decode(signaturePart(text));
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    try {
      ES256.validateVerificationKey(key);
      return ES256.verifySignature(signature, key, signed, new ProviderContext());
    } catch (JoseException _) {
      return false;
    }
  }

  /// To decide, only for a text that [#parse] found good and after [#signedBy]: nothing unsigned is
  /// interpreted. Names that occur twice are refused.
  ///
  /// @return null unless it is a JSON object
  static @Nullable Map<String, Object> claims(String text) {
    try {
      return JsonUtil.parseJson(utf8(decode(claimsPart(text))));
    } catch (CharacterCodingException | JoseException _) {
      return null;
    }
  }

  /// Unpadded base64url with its spare bits clear: one token has one text.
  private static byte[] decode(String part) {
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
      throw new IllegalArgumentException("not canonical base64url");
    }
    return bytes;
  }

  /// Strictly: a decoder that mends what it cannot read would make one text of many.
  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
