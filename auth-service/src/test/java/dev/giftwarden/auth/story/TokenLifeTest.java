package dev.giftwarden.auth.story;

import static dev.giftwarden.auth.story.AboutTokens.BOUND;
import static dev.giftwarden.auth.story.AboutTokens.INTROSPECT;
import static dev.giftwarden.auth.story.AboutTokens.REVOKE;
import static dev.giftwarden.auth.story.AboutTokens.about;
import static dev.giftwarden.auth.story.AboutTokens.altered;
import static dev.giftwarden.auth.story.AboutTokens.becomes;
import static dev.giftwarden.auth.story.AboutTokens.done;
import static dev.giftwarden.auth.story.AboutTokens.id;
import static dev.giftwarden.auth.story.AboutTokens.oauth;
import static dev.giftwarden.auth.story.AboutTokens.records;
import static dev.giftwarden.auth.story.AboutTokens.secret;
import static dev.giftwarden.auth.story.AboutTokens.tokenId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.testkit.Answer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("T6 a token ends when its holder says so, and nobody else learns of it")
class TokenLifeTest {
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

  private static String read(Edge edge, String account, String token) {
    return edge.get("/v1/accounts/" + account + "/keys", "Authorization", "Bearer " + token)
        .outcome();
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

  private static String basic(JsonNode key) {
    var pair = id(key) + ":" + key.get("key").asText();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
