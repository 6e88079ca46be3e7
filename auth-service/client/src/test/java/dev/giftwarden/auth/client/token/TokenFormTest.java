package dev.giftwarden.auth.client.token;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.over;
import static dev.giftwarden.auth.client.token.Listening.ISSUER;
import static dev.giftwarden.auth.client.token.Listening.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestSigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How a token is written: what is not exactly what auth writes is refused, whoever brings it.
class TokenFormTest {
  private final Listening gift = new Listening();

  static Stream<Arguments> headers() {
    String x5c = "[\"MIIB\"]";
    return Stream.of(
        header("alg none", Refusal.TOKEN_ALGORITHM, h -> h.put("alg", "none")),
        header("alg HS256", Refusal.TOKEN_ALGORITHM, h -> h.put("alg", "HS256")),
        header("alg ES384", Refusal.TOKEN_ALGORITHM, h -> h.put("alg", "ES384")),
        header("alg RS256", Refusal.TOKEN_ALGORITHM, h -> h.put("alg", "RS256")),
        header("alg in lower case", Refusal.TOKEN_ALGORITHM, h -> h.put("alg", "es256")),
        header("no alg", Refusal.TOKEN_ALGORITHM, h -> h.remove("alg")),
        header("typ JWT", Refusal.TOKEN_HEADER, h -> h.put("typ", "JWT")),
        header("no typ", Refusal.TOKEN_HEADER, h -> h.remove("typ")),
        header("no kid", Refusal.TOKEN_HEADER, h -> h.remove("kid")),
        header("kid a number", Refusal.TOKEN_HEADER, h -> h.put("kid", 1)),
        header("kid unknown", Refusal.TOKEN_SIGNING_KEY, h -> h.put("kid", "signer-2")),
        header("kid a path", Refusal.TOKEN_SIGNING_KEY, h -> h.put("kid", "../../dev/null")),
        header("jwk of the sender", Refusal.TOKEN_HEADER, h -> h.put("jwk", Map.of("kty", "EC"))),
        header("jku", Refusal.TOKEN_HEADER, h -> h.put("jku", "https://evil.example/jwks")),
        header("x5u", Refusal.TOKEN_HEADER, h -> h.put("x5u", "https://evil.example/x")),
        header("x5c", Refusal.TOKEN_HEADER, h -> h.put("x5c", x5c)),
        header("x5t#S256", Refusal.TOKEN_HEADER, h -> h.put("x5t#S256", "abc")),
        header("unknown crit", Refusal.TOKEN_HEADER, h -> h.put("crit", List.of("exp"))),
        header("b64 false", Refusal.TOKEN_HEADER, h -> h.put("b64", false)),
        header("zip", Refusal.TOKEN_HEADER, h -> h.put("zip", "DEF")));
  }

  private static Arguments header(
      String name, Refusal reason, Consumer<Map<String, Object>> damage) {
    return argumentSet(name, reason, damage);
  }

  @ParameterizedTest
  @MethodSource("headers")
  @DisplayName("T3 a header that is not exactly ours is refused, though its signature is good")
  void refusesHeader(Refusal reason, Consumer<Map<String, Object>> damage) {
    var header = new HashMap<>(SIGNER.header());
    damage.accept(header);
    assertThat(gift.refusal(SIGNER.sign(header, gift.good().claims().toMap()), over(ACME)))
        .isEqualTo(reason);
  }

  static Stream<Arguments> claims() {
    return Stream.of(
        claim("audience audit", Refusal.TOKEN_AUDIENCE, c -> c.put("aud", "audit")),
        claim("audience a list", Refusal.TOKEN_CLAIMS, c -> c.put("aud", List.of("gift"))),
        claim("audience unknown", Refusal.TOKEN_CLAIMS, c -> c.put("aud", "everything")),
        claim("no audience", Refusal.TOKEN_CLAIMS, c -> c.remove("aud")),
        claim("issuer another", Refusal.TOKEN_ISSUER, c -> c.put("iss", "https://evil.example")),
        claim("issuer with a slash", Refusal.TOKEN_ISSUER, c -> c.put("iss", ISSUER + "/")),
        claim("no issuer", Refusal.TOKEN_CLAIMS, c -> c.remove("iss")),
        claim("no expiry", Refusal.TOKEN_CLAIMS, c -> c.remove("exp")),
        claim("expiry a text", Refusal.TOKEN_CLAIMS, c -> c.put("exp", "4102444800")),
        claim("expiry with a fraction", Refusal.TOKEN_CLAIMS, c -> c.put("exp", 4102444800.5)),
        claim("expiry beyond all", Refusal.TOKEN_CLAIMS, c -> c.put("exp", Long.MAX_VALUE)),
        claim("issued before time", Refusal.TOKEN_CLAIMS, c -> c.put("iat", Long.MIN_VALUE)),
        claim("lives an hour", Refusal.TOKEN_CLAIMS, c -> c.merge("exp", 3600L, SUM)),
        claim("ends before it begins", Refusal.TOKEN_CLAIMS, c -> c.merge("exp", -900L, SUM)),
        claim("no jti", Refusal.TOKEN_CLAIMS, c -> c.remove("jti")),
        claim("no subject", Refusal.TOKEN_CLAIMS, c -> c.remove("sub")),
        claim("client_id of another", Refusal.TOKEN_CLAIMS, c -> c.put("client_id", "other")),
        claim("no account", Refusal.TOKEN_CLAIMS, c -> c.remove("gw_account")),
        claim("no account's epoch", Refusal.TOKEN_CLAIMS, c -> c.put("gw_epochs", Map.of())),
        claim("no epochs", Refusal.TOKEN_CLAIMS, c -> c.remove("gw_epochs")),
        claim("no key's epoch", Refusal.TOKEN_CLAIMS, c -> c.put("gw_epochs", OF_THE_ACCOUNT)),
        claim("no networks", Refusal.TOKEN_CLAIMS, c -> c.remove("gw_networks")),
        claim("PII right as text", Refusal.TOKEN_CLAIMS, c -> c.put("gw_pii", "true")),
        claim("nbf", Refusal.TOKEN_CLAIMS, c -> c.put("nbf", 0L)),
        claim("a claim we do not know", Refusal.TOKEN_CLAIMS, c -> c.put("gw_limit", 1L)),
        claim("cnf of another kind", Refusal.TOKEN_CLAIMS, c -> c.put("cnf", Map.of("jkt", "x"))),
        claim("cnf of two kinds", Refusal.TOKEN_CLAIMS, c -> c.put("cnf", TWO_CONFIRMATIONS)),
        claim("cnf empty", Refusal.TOKEN_CLAIMS, c -> c.put("cnf", Map.of())),
        claim("cnf null", Refusal.TOKEN_CLAIMS, c -> c.put("cnf", null)));
  }

  private static final Map<String, Object> OF_THE_ACCOUNT = Map.of("account:acme", 0L);

  private static final Map<String, Object> TWO_CONFIRMATIONS =
      Map.of("x5t#S256", ACME.thumbprint().value(), "jkt", "x");

  private static final BiFunction<Object, Object, Object> SUM =
      (old, more) -> (Long) old + (Long) more;

  private static Arguments claim(
      String name, Refusal reason, Consumer<Map<String, Object>> damage) {
    return argumentSet(name, reason, damage);
  }

  @ParameterizedTest
  @MethodSource("claims")
  @DisplayName("T3 claims that are missing, foreign or contradictory are refused")
  void refusesClaims(Refusal reason, Consumer<Map<String, Object>> damage) {
    var claims = new HashMap<>(gift.good().claims().toMap());
    damage.accept(claims);
    assertThat(gift.refusal(SIGNER.sign(SIGNER.header(), claims), over(ACME))).isEqualTo(reason);
  }

  @Test
  @DisplayName("T3 HS256 with the public key as the secret is refused")
  void refusesHmacWithPublicKey() throws GeneralSecurityException {
    String[] parts = SIGNER.sign(gift.good().claims()).split("\\.");
    var header = Map.of("alg", "HS256", "kid", SIGNER.keyId(), "typ", "at+jwt");
    String input =
        TestSigner.base64(JsonUtil.toJson(header).getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[1];
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SIGNER.pair().getPublic().getEncoded(), "HmacSHA256"));
    byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
    assertThat(gift.refusal(input + "." + TestSigner.base64(signature), over(ACME)))
        .isEqualTo(Refusal.TOKEN_ALGORITHM);
  }

  @Test
  @DisplayName("T3 a key of the sender's own, sent under a live key's id, is refused")
  void refusesForeignKey() {
    var thief = new TestSigner(SIGNER.keyId());
    assertThat(gift.refusal(thief.sign(gift.good().claims()), over(ACME)))
        .isEqualTo(Refusal.TOKEN_SIGNATURE);
  }

  @Test
  @DisplayName("T3 every single changed character is refused, also right after the good one passed")
  void refusesEveryChangedCharacter() {
    String token = SIGNER.sign(gift.good().claims());
    assertThat(gift.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(gift.verify(changed, over(ACME)))
          .as("character %d", i)
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        argumentSet("empty", ""),
        argumentSet("one part", "abc"),
        argumentSet("no signature", "eyJhbGciOiJub25lIn0.e30."),
        argumentSet("five parts (JWE)", "a.b.c.d.e"),
        argumentSet("padding", "eyJhIjoxfQ==.e30.AA"),
        argumentSet("white space inside", "eyJ hbGciOiJub25lIn0.e30.AA"),
        argumentSet("header not JSON", "AAAA.e30.AA"),
        argumentSet("longer than any token", "a".repeat(8_193)));
  }

  @ParameterizedTest
  @MethodSource("texts")
  @DisplayName("T3 what is not a compact token is refused before any cryptography")
  void refusesText(String text) {
    assertThat(gift.refusal(text, over(ACME))).isEqualTo(Refusal.TOKEN_MALFORMED);
  }

  @Test
  @DisplayName("T3 a name that occurs twice is refused, in the header and in the claims")
  void refusesDuplicates() {
    String header = JsonUtil.toJson(SIGNER.header());
    String claims = JsonUtil.toJson(gift.good().claims().toMap());
    String twiceAlg = header.replaceFirst("\\{", "{\"alg\":\"none\",");
    String twiceScope = claims.replaceFirst("\\{", "{\"scope\":\"keys:write\",");
    assertThat(gift.refusal(SIGNER.sign(twiceAlg, claims), over(ACME)))
        .isEqualTo(Refusal.TOKEN_MALFORMED);
    assertThat(gift.refusal(SIGNER.sign(header, twiceScope), over(ACME)))
        .isEqualTo(Refusal.TOKEN_CLAIMS);
  }

  @Test
  @DisplayName("T3 spare bits in the signature's last character do not make a second token")
  void refusesSpareBits() {
    String token = SIGNER.sign(gift.good().claims());
    String signature = token.substring(token.lastIndexOf('.') + 1);
    char last = signature.charAt(85);
    byte[] bytes = Base64.getUrlDecoder().decode(signature);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char twin = alphabet.charAt(alphabet.indexOf(last) + 1);
    String other = token.substring(0, token.length() - 1) + twin;
    assertThat(Base64.getUrlDecoder().decode(other.substring(other.lastIndexOf('.') + 1)))
        .isEqualTo(bytes);
    assertThat(gift.refusal(other, over(ACME))).isEqualTo(Refusal.TOKEN_MALFORMED);
  }
}
