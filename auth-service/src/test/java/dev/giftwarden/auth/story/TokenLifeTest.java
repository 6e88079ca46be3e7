package dev.giftwarden.auth.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.KeyInHand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("T6 a token ends when its holder says so, and nobody else learns of it")
class TokenLifeTest {
  private static final String REVOKE = "/oauth2/revoke";
  private static final String INTROSPECT = "/oauth2/introspect";
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();

  @Test
  @DisplayName("T6 RFC 7009: in each way of authenticating; recorded once, though asked for twice")
  void revokedByItsHolder() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "keys:read");
    var key = directory.key(account, "keys:read", "");
    var erp = Edge.partner(account, "erp");
    var byPost = Directory.token(stranger, key);
    var byBasic = Directory.token(stranger, key);
    var overCertificate = Directory.token(erp, key);
    var ofClient =
        erp.postForm("/oauth2/token", about(Map.of("client_id", "erp"), "audience", "auth"))
            .json()
            .get("access_token")
            .asText();
    var kept = Directory.token(stranger, key);
    assertThat(read(stranger, account, byPost)).isEqualTo("200");
    assertThat(read(erp, account, ofClient)).isEqualTo("200");

    done(stranger.postForm(REVOKE, secret(key, byPost)));
    done(stranger.postForm(REVOKE, secret(key, byPost)));
    done(stranger.postForm(REVOKE, Map.of("token", byBasic), "Authorization", basic(key)));
    done(erp.postForm(REVOKE, Map.of("token", ofClient, "client_id", "erp")));
    done(stranger.postForm(REVOKE, secret(key, overCertificate)));

    for (var dead : Map.of(byPost, stranger, byBasic, stranger, overCertificate, erp).entrySet()) {
      assertThat(becomes("401 token-revoked", () -> read(dead.getValue(), account, dead.getKey())))
          .isEqualTo("401 token-revoked");
    }
    assertThat(becomes("401 token-revoked", () -> read(erp, account, ofClient)))
        .isEqualTo("401 token-revoked");
    assertThat(read(stranger, account, kept)).isEqualTo("200");
    assertThat(records(account, "token.revoke"))
        .containsExactlyInAnyOrder(
            "key:" + id(key) + " token:" + tokenId(byPost),
            "key:" + id(key) + " token:" + tokenId(byBasic),
            "key:" + id(key) + " token:" + tokenId(overCertificate),
            "client:" + account + "/erp token:" + tokenId(ofClient));
  }

  @Test
  @DisplayName("T6 of twenty that revoke it at once one does, and the feed has no gap")
  void atOnce() throws Exception {
    var account = directory.account("standard", "optional");
    var key = directory.key(account, "keys:read", "");
    var token = Directory.token(stranger, key);
    try (var gift = Peer.service("gift")) {
      var trust = gift.follow();
      Callable<Answer> revoke = () -> stranger.postForm(REVOKE, secret(key, token));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Answer> answer :
            threads.invokeAll(Stream.generate(() -> revoke).limit(20).toList())) {
          done(answer.get());
        }
      }
      assertThat(records(account, "token.revoke")).hasSize(1);
      assertThat(gift.awaits(BOUND, () -> trust.epoch("token:" + tokenId(token)) > 0)).isTrue();
      assertThat(trust.objection()).isEmpty();
    }
    try (var late = Peer.service("audit")) {
      assertThat(late.follow().epoch("token:" + tokenId(token))).as("in a snapshot").isEqualTo(1);
    }
  }

  @Test
  @DisplayName("T6 RFC 7009: what is no token of the caller's is answered alike, and lives on")
  void foreign() {
    var account = directory.account("standard", "optional");
    var own = directory.key(account, "keys:read", "");
    var key = directory.key(directory.account("standard", "optional"), "keys:read", "");
    var token = Directory.token(stranger, own);
    for (String no :
        List.of(
            token,
            altered(token),
            "x",
            "a.b.c",
            "é",
            token + "=",
            "0".repeat(9_000),
            " " + token)) {
      done(stranger.postForm(REVOKE, secret(key, no)));
      done(stranger.postForm(REVOKE, about(secret(key, no), "token_type_hint", "refresh_token")));
    }
    assertThat(read(stranger, account, token)).isEqualTo("200");
    assertThat(
            Outbox.events(event ->
                event.actor().equals("key:" + id(key)) && event.action().equals("token.revoke")))
        .hasSize(2)
        .allSatisfy(event -> {
          assertThat(event.reason()).isEqualTo("not-visible");
          assertThat(event.target()).isEqualTo("token:" + tokenId(token));
        });
  }

  @Test
  @DisplayName("T6 RFC 7009: a hint is taken and not trusted")
  void hints() {
    var account = directory.account("standard", "optional");
    var key = directory.key(account, "keys:read", "");
    for (String hint : List.of("access_token", "refresh_token", "no-such-type", "")) {
      var token = Directory.token(stranger, key);
      done(stranger.postForm(REVOKE, about(secret(key, token), "token_type_hint", hint)));
      assertThat(becomes("401 token-revoked", () -> read(stranger, account, token)))
          .as(hint)
          .isEqualTo("401 token-revoked");
    }
  }

  @Test
  @DisplayName("T6 RFC 7009, RFC 7662: what is wrong with a request is said in the words of OAuth")
  void refusals() {
    var account = directory.account("enterprise", "required");
    directory.client(account, "erp", "keys:read");
    var key = directory.key(account, "keys:read", "");
    var erp = Edge.partner(account, "erp");
    var token = Directory.token(erp, key);
    var good = secret(key, token);
    for (String path : List.of(REVOKE, INTROSPECT)) {
      assertThat(oauth(erp.postForm(path, without(good, "token"))))
          .isEqualTo("400 invalid_request");
      assertThat(oauth(erp.postForm(path, without(good, "client_id"))))
          .isEqualTo("400 invalid_request");
      assertThat(oauth(erp.postForm(path + "?token=x", good))).isEqualTo("400 invalid_request");
      assertThat(oauth(twice(erp, path, good))).isEqualTo("400 invalid_request");
      assertThat(oauth(erp.postForm(path, good, "Authorization", basic(key))))
          .isEqualTo("400 invalid_request");
      assertThat(oauth(erp.postForm(path, about(good, "client_secret", "wrong"))))
          .isEqualTo("401 invalid_client");
      assertThat(oauth(stranger.postForm(path, good))).isEqualTo("401 invalid_client");
      assertThat(oauth(stranger.postForm(path, Map.of("client_id", "erp", "token", token))))
          .isEqualTo("401 invalid_client");
      assertThat(oauth(erp.post(path, "{}"))).isEqualTo("415 invalid_request");
      assertThat(
              oauth(
                  erp.postForm(
                      path,
                      Map.of("client_id", "erp", "token", token),
                      "Sec-Fetch-Site",
                      "cross-site")))
          .isEqualTo("403 unauthorized_client");
    }
    assertThat(oauth(erp.postForm(REVOKE, secret(key, key.get("key").asText()))))
        .isEqualTo("400 unsupported_token_type");
    assertThat(read(erp, account, token)).isEqualTo("200");
    assertThat(
            Outbox.ofAccount(account).stream()
                .filter(event -> event.action().equals("token.introspect"))
                .map(AuditEvent::reason))
        .contains("certificate-absent");
  }

  @Test
  @DisplayName("T6 RFC 7662: its holder reads what the token says, and every member is the token's")
  void introspected() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "keys:read");
    var key = directory.key(account, "keys:read accounts:read", "");
    var erp = Edge.partner(account, "erp");
    for (var edge : List.of(stranger, erp)) {
      var token = Directory.token(edge, key);
      var answer = stranger.postForm(INTROSPECT, secret(key, token));
      assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
      assertThat(answer.headers()).containsEntry("cache-control", "no-store");
      var says = answer.json();
      var claims = claims(token);
      assertThat(says.get("active").asBoolean()).isTrue();
      assertThat(says.get("token_type").asText()).isEqualTo("Bearer");
      for (String name : List.of("scope", "client_id", "exp", "iat", "sub", "aud", "iss", "jti")) {
        assertThat(says.get(name)).as(name).isEqualTo(claims.get(name));
      }
      assertThat(says.get("cnf")).isEqualTo(claims.get("cnf"));
      assertThat(says.size()).isEqualTo(claims.has("cnf") ? 11 : 10);
    }
    assertThat(records(account, "token.introspect")).hasSize(2);
  }

  @Test
  @DisplayName("T6 RFC 7662: of every other token the answer is that it is not active, and no more")
  void inactive() {
    var account = directory.account("enterprise", "optional");
    var operator = Edge.operator();
    directory.client(account, "erp", "keys:read");
    var key = directory.key(account, "keys:read", "");
    var erp = Edge.partner(account, "erp");
    var others = directory.key(directory.account("standard", "optional"), "keys:read", "");
    var token = Directory.token(stranger, key);
    for (String no :
        List.of("x", altered(token), unsigned(token), Directory.token(stranger, others))) {
      inactive(stranger.postForm(INTROSPECT, secret(key, no)));
    }
    inactive(erp.postForm(INTROSPECT, Map.of("client_id", "erp", "token", token)));
    inactive(stranger.postForm(INTROSPECT, secret(others, token)));

    done(stranger.postForm(REVOKE, secret(key, token)));
    becomesInactive(key, token);
    var before = Directory.token(stranger, key);
    var path = "/v1/accounts/" + account;
    assertThat(operator.post(path + "/suspend", "").outcome()).isEqualTo("200");
    assertThat(oauth(stranger.postForm(INTROSPECT, secret(key, before))))
        .as("nothing of a suspended account is told to it")
        .isEqualTo("400 unauthorized_client");
    assertThat(operator.post(path + "/resume", "").outcome()).isEqualTo("200");
    becomesInactive(key, before);
  }

  private void becomesInactive(JsonNode key, String token) {
    var dead = "{\"active\":false}";
    assertThat(becomes(dead, () -> stranger.postForm(INTROSPECT, secret(key, token)).text()))
        .isEqualTo(dead);
  }

  @Test
  @DisplayName("E5 T6 who asks too often is told to wait, and no other account is")
  void limited() {
    var key = directory.key(directory.account("standard", "optional"), "keys:read", "");
    var other = directory.key(directory.account("standard", "optional"), "keys:read", "");
    var outcomes = new ArrayList<String>();
    for (int i = 0; i < 400 && !outcomes.contains("429"); i++) {
      var answer = stranger.postForm(INTROSPECT, secret(key, "x"));
      outcomes.add(Integer.toString(answer.status()));
      if (answer.status() == 429) {
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(oauth(answer)).isEqualTo("429 temporarily_unavailable");
      }
    }
    assertThat(outcomes).contains("429").startsWith("200");
    inactive(stranger.postForm(INTROSPECT, secret(other, "x")));
  }

  @Test
  @DisplayName("T6 C6 a token reads as dead when the certificate is revoked that it is bound to")
  void boundToWhatIsRevoked() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "keys:read");
    var key = directory.key(account, "keys:read", "");
    var client = "/v1/accounts/" + account + "/clients/erp";
    var code = Edge.operator().post(client + "/enrolment-codes", "{}").json().get("code").asText();
    var own = KeyInHand.make();
    var issued =
        stranger.postText(
            client + "/certificates",
            "application/x-pem-file",
            own.pem(),
            "Accept",
            "application/pem-certificate-chain",
            "Authorization",
            "Bearer " + code);
    var erp = Edge.enrolled(own, issued.text());
    var token = Directory.token(erp, key);
    var before = stranger.postForm(INTROSPECT, secret(key, token));
    assertThat(before.json().get("active").asBoolean()).as(before.text()).isTrue();

    var serial = erp.certificate().own().serial();
    var revoked =
        Edge.operator()
            .post(client + "/certificates/" + serial + "/revoke", "{\"reason\":\"superseded\"}");
    assertThat(revoked.outcome()).as(revoked.text()).isEqualTo("200");
    inactive(stranger.postForm(INTROSPECT, secret(key, token)));
  }

  private static void done(Answer answer) {
    assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
    assertThat(answer.text()).isEqualTo("{}");
  }

  private static void inactive(Answer answer) {
    assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
    assertThat(answer.text()).isEqualTo("{\"active\":false}");
  }

  private static String oauth(Answer answer) {
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    return answer.status() + " " + answer.json().get("error").asText();
  }

  private static String read(Edge edge, String account, String token) {
    return edge.get("/v1/accounts/" + account + "/keys", "Authorization", "Bearer " + token)
        .outcome();
  }

  private static String becomes(String wanted, Supplier<String> what) {
    long end = System.nanoTime() + BOUND.toNanos();
    var seen = what.get();
    while (!seen.equals(wanted) && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
      seen = what.get();
    }
    return seen;
  }

  private static List<String> records(String account, String action) {
    return Outbox.ofAccount(account).stream()
        .filter(event -> event.action().equals(action) && event.reason().isEmpty())
        .map(event -> event.actor() + " " + event.target())
        .toList();
  }

  private static Map<String, String> secret(JsonNode key, String token) {
    return Map.of("client_id", id(key), "client_secret", key.get("key").asText(), "token", token);
  }

  private static Map<String, String> about(Map<String, String> form, String name, String value) {
    var more = new TreeMap<>(form);
    more.put(name, value);
    if (name.equals("audience")) {
      more.put("grant_type", "client_credentials");
    }
    return more;
  }

  private static Map<String, String> without(Map<String, String> form, String name) {
    var less = new TreeMap<>(form);
    less.remove(name);
    return less;
  }

  private static Answer twice(Edge edge, String path, Map<String, String> form) {
    var body = new StringBuilder("token=x");
    form.forEach((name, value) -> body.append("&").append(name).append("=").append(value));
    return edge.postText(path, "application/x-www-form-urlencoded", body.toString());
  }

  private static String id(JsonNode key) {
    return key.get("id").asText();
  }

  private static String basic(JsonNode key) {
    var pair = id(key) + ":" + key.get("key").asText();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static String altered(String token) {
    int at = token.lastIndexOf('.') + 10;
    return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
  }

  private static String unsigned(String token) {
    return token.substring(0, token.lastIndexOf('.') + 1);
  }

  private static String tokenId(String token) {
    return claims(token).get("jti").asText();
  }

  private static JsonNode claims(String token) {
    try {
      return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
