package dev.giftwarden.auth.client.token;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.ACME_OTHER;
import static dev.giftwarden.auth.client.testing.TestIdentities.AUTH;
import static dev.giftwarden.auth.client.testing.TestIdentities.BLUEBIRD;
import static dev.giftwarden.auth.client.testing.TestIdentities.FOLDER;
import static dev.giftwarden.auth.client.testing.TestIdentities.GIFT;
import static dev.giftwarden.auth.client.testing.TestIdentities.OPERATOR;
import static dev.giftwarden.auth.client.testing.TestIdentities.bare;
import static dev.giftwarden.auth.client.testing.TestIdentities.origin;
import static dev.giftwarden.auth.client.testing.TestIdentities.over;
import static dev.giftwarden.auth.client.testing.TestUpdates.change;
import static dev.giftwarden.auth.client.testing.TestUpdates.heartbeat;
import static dev.giftwarden.auth.client.testing.TestUpdates.key;
import static dev.giftwarden.auth.client.testing.TestUpdates.raised;
import static dev.giftwarden.auth.client.testing.TestUpdates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestSigner;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenVerifierTest {
  private static final String ISSUER = "https://localhost:8441";
  private static final TestSigner SIGNER = new TestSigner("signer-1");

  private final TestTime time = new TestTime();
  private final TrustState trust =
      new TrustState(time, time::nanoTime, Duration.ofSeconds(10), AUTH::roots);
  private final TokenVerifier verifier = new TokenVerifier(ISSUER, Audience.GIFT, trust, time);

  @BeforeEach
  void heardFromAuth() {
    var published = SIGNER.published(AUTH, time.instant().plus(Duration.ofHours(1)));
    trust.apply(snapshot(1, time.instant(), key(published)));
  }

  private TestToken good() {
    return new TestToken(ISSUER, time.instant())
        .scopes(Scope.GIFTS_READ, Scope.GIFTS_SEND)
        .boundTo(ACME.thumbprint());
  }

  private Refusal refusal(String token, Origin origin) {
    return switch (verifier.verify(token, origin)) {
      case Verdict.Refused(Refusal reason, _) -> reason;
      case Verdict.Accepted accepted -> throw new AssertionError("accepted: " + accepted);
    };
  }

  @Test
  @DisplayName("T2 a good token over its own certificate names its caller")
  void accepts() {
    var token = SIGNER.sign(good().subAccounts("north", "south").exposePii().claims());
    assertThat(verifier.verify(token, over(ACME)))
        .isInstanceOfSatisfying(
            Verdict.Accepted.class,
            accepted ->
                assertThat(accepted.caller())
                    .isInstanceOfSatisfying(
                        Caller.Partner.class,
                        partner -> {
                          assertThat(partner.actor()).isEqualTo("key:4fKq81ZpWc0x");
                          assertThat(partner.account().value()).isEqualTo("acme");
                          assertThat(partner.may(Scope.GIFTS_SEND)).isTrue();
                          assertThat(partner.may(Scope.GIFTS_CANCEL)).isFalse();
                          assertThat(partner.subAccounts().orElseThrow()).hasSize(2);
                          assertThat(partner.exposePii()).isTrue();
                        }));
  }

  @Test
  @DisplayName("T9 an unbound token works over connections without a certificate alone")
  void unbound() {
    String token = SIGNER.sign(new TestToken(ISSUER, time.instant()).claims());
    assertThat(verifier.verify(token, bare())).isInstanceOf(Verdict.Accepted.class);
    assertThat(refusal(token, over(ACME_OTHER))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(refusal(token, over(BLUEBIRD))).isEqualTo(Refusal.CERTIFICATE_OTHER);
  }

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
    assertThat(refusal(SIGNER.sign(header, good().claims().toMap()), over(ACME))).isEqualTo(reason);
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
    var claims = new HashMap<>(good().claims().toMap());
    damage.accept(claims);
    assertThat(refusal(SIGNER.sign(SIGNER.header(), claims), over(ACME))).isEqualTo(reason);
  }

  @Test
  @DisplayName("T3 HS256 with the public key as the secret is refused")
  void refusesHmacWithPublicKey() throws GeneralSecurityException {
    String[] parts = SIGNER.sign(good().claims()).split("\\.");
    var header = Map.of("alg", "HS256", "kid", SIGNER.keyId(), "typ", "at+jwt");
    String input =
        TestSigner.base64(JsonUtil.toJson(header).getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[1];
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SIGNER.pair().getPublic().getEncoded(), "HmacSHA256"));
    byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
    assertThat(refusal(input + "." + TestSigner.base64(signature), over(ACME)))
        .isEqualTo(Refusal.TOKEN_ALGORITHM);
  }

  @Test
  @DisplayName("T3 a key of the sender's own, sent under a live key's id, is refused")
  void refusesForeignKey() {
    var thief = new TestSigner(SIGNER.keyId());
    assertThat(refusal(thief.sign(good().claims()), over(ACME))).isEqualTo(Refusal.TOKEN_SIGNATURE);
  }

  @Test
  @DisplayName("T3 every single changed character is refused, also right after the good one passed")
  void refusesEveryChangedCharacter() {
    String token = SIGNER.sign(good().claims());
    assertThat(verifier.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(verifier.verify(changed, over(ACME)))
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
    assertThat(refusal(text, over(ACME))).isEqualTo(Refusal.TOKEN_MALFORMED);
  }

  @Test
  @DisplayName("T3 a name that occurs twice is refused, in the header and in the claims")
  void refusesDuplicates() {
    String header = JsonUtil.toJson(SIGNER.header());
    String claims = JsonUtil.toJson(good().claims().toMap());
    String twiceAlg = header.replaceFirst("\\{", "{\"alg\":\"none\",");
    String twiceScope = claims.replaceFirst("\\{", "{\"scope\":\"keys:write\",");
    assertThat(refusal(SIGNER.sign(twiceAlg, claims), over(ACME)))
        .isEqualTo(Refusal.TOKEN_MALFORMED);
    assertThat(refusal(SIGNER.sign(header, twiceScope), over(ACME)))
        .isEqualTo(Refusal.TOKEN_CLAIMS);
  }

  @Test
  @DisplayName("T3 spare bits in the signature's last character do not make a second token")
  void refusesSpareBits() {
    String token = SIGNER.sign(good().claims());
    String signature = token.substring(token.lastIndexOf('.') + 1);
    char last = signature.charAt(85);
    byte[] bytes = Base64.getUrlDecoder().decode(signature);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char twin = alphabet.charAt(alphabet.indexOf(last) + 1);
    String other = token.substring(0, token.length() - 1) + twin;
    assertThat(Base64.getUrlDecoder().decode(other.substring(other.lastIndexOf('.') + 1)))
        .isEqualTo(bytes);
    assertThat(refusal(other, over(ACME))).isEqualTo(Refusal.TOKEN_MALFORMED);
  }

  @Test
  @DisplayName(
      "T2 a bound token over another certificate or over none is refused and names its owner")
  void refusesStolen() {
    String token = SIGNER.sign(good().claims());
    assertThat(refusal(token, over(ACME_OTHER))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(refusal(token, over(BLUEBIRD))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(refusal(token, over(GIFT.own()))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(refusal(token, over(OPERATOR))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(refusal(token, bare())).isEqualTo(Refusal.CERTIFICATE_ABSENT);
    assertThat(verifier.verify(token, bare()))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused ->
                assertThat(refused.claimant().map(Caller::actor)).contains("key:4fKq81ZpWc0x"));
  }

  @Test
  @DisplayName("T2 an open connection does not outlive its certificate")
  void refusesEndedCertificate() {
    Path folder = FOLDER.resolve("ended");
    var before = InstantSource.fixed(time.instant().minus(Duration.ofDays(91)));
    var ended =
        PeerCertificate.of(
            Pki.init(folder, before).issuePartner("acme", "erp", folder.resolve("erp")));
    String token = SIGNER.sign(good().boundTo(ended.thumbprint()).claims());
    assertThat(refusal(token, over(ended))).isEqualTo(Refusal.CERTIFICATE_EXPIRED);
  }

  @Test
  @DisplayName("K10 a token is dead at the second it names, and not a second before")
  void refusesExpired() {
    String token = SIGNER.sign(good().claims());
    beat(Duration.ofSeconds(299));
    assertThat(verifier.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    beat(Duration.ofSeconds(1));
    assertThat(refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_EXPIRED);
  }

  @Test
  @DisplayName("K10 a token from the future is refused beyond what clocks may differ")
  void refusesNotYet() {
    Instant now = time.instant();
    assertThat(
            verifier.verify(SIGNER.sign(good().issuedAt(now.plusSeconds(4)).claims()), over(ACME)))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(refusal(SIGNER.sign(good().issuedAt(now.plusSeconds(5)).claims()), over(ACME)))
        .isEqualTo(Refusal.TOKEN_NOT_YET_VALID);
  }

  @Test
  @DisplayName("K5 a token works only from the networks it names")
  void refusesOtherNetwork() {
    String token = SIGNER.sign(good().networks("192.0.2.0/24", "2001:db8::/32").claims());
    var acme = Optional.of(ACME);
    assertThat(verifier.verify(token, origin(acme, "2001:db8::1")))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(refusal(token, origin(acme, "192.0.3.1"))).isEqualTo(Refusal.NETWORK);
    assertThat(refusal(token, origin(acme, "2001:db9::1"))).isEqualTo(Refusal.NETWORK);
  }

  @Test
  @DisplayName(
      "Z5 a raised epoch kills the token at once, though its signature was found good before")
  void refusesDeadEpoch() {
    String token = SIGNER.sign(good().epoch("key:4fKq81ZpWc0x", 3).claims());
    assertThat(verifier.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    trust.apply(change(2, raised("key:4fKq81ZpWc0x", 3)));
    assertThat(verifier.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    trust.apply(change(3, raised("key:4fKq81ZpWc0x", 4)));
    assertThat(refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_EPOCH);
  }

  @Test
  @DisplayName("Z5 the account's epoch kills every token of the account")
  void refusesDeadAccount() {
    String token = SIGNER.sign(good().claims());
    trust.apply(change(2, raised("account:bluebird", 9)));
    assertThat(verifier.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    trust.apply(change(3, raised("account:acme", 1)));
    assertThat(refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_EPOCH);
  }

  @Test
  @DisplayName("Z5 a good token is refused once the feed is stale, and taken again when it is not")
  void refusesWhenStale() {
    String token = SIGNER.sign(good().claims());
    time.pass(Duration.ofMillis(10_001));
    assertThat(refusal(token, over(ACME))).isEqualTo(Refusal.TRUST_STALE);
    beat(Duration.ZERO);
    assertThat(verifier.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  @DisplayName("Z5 a token of a signing key that left the feed is refused")
  void refusesRetiredSigningKey() {
    String token = SIGNER.sign(good().claims());
    trust.apply(snapshot(2, time.instant()));
    assertThat(refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_SIGNING_KEY);
  }

  private void beat(Duration later) {
    time.pass(later);
    trust.apply(heartbeat(1, time.instant()));
  }
}
