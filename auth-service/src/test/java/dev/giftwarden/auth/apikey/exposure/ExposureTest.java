package dev.giftwarden.auth.apikey.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Guess;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.auth.v1.ExposedKey;
import dev.giftwarden.auth.v1.UsageReport;
import dev.giftwarden.testkit.Answer;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("K21 K22 a key that others can read")
class ExposureTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String PATH = "/v1/keys/exposed";
  private static final String ADMIN = "keys:write keys:read";

  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");
  private final JsonNode key = directory.key(account, "gifts:read gifts:send budgets:write", "");

  private static String id(JsonNode key) {
    return key.get("id").asText();
  }

  private String path(JsonNode of) {
    return "/v1/accounts/" + account + "/keys/" + id(of);
  }

  private JsonNode view(JsonNode of) {
    return operator.get(path(of)).json();
  }

  private Answer report(String text) {
    return stranger.post(PATH, "{\"key\": \"" + text + "\"}");
  }

  private void exposed(JsonNode of) {
    assertThat(report(of.get("key").asText()).status()).isEqualTo(202);
    awaitExposed(of);
  }

  private void awaitExposed(JsonNode of) {
    try (var gift = Peer.service("gift")) {
      assertThat(gift.awaits(SOON, () -> view(of).has("exposedAt"))).isTrue();
    }
  }

  private Answer token(JsonNode of, String... more) {
    return stranger.postForm("/oauth2/token", Directory.secret(of, more));
  }

  private List<AuditEvent> events() {
    return Outbox.ofAccount(account).stream()
        .filter(event -> event.action().equals("key.expose"))
        .toList();
  }

  @Test
  @DisplayName("K22 whoever reports it ends its spending: tokens of before are dead, new ones read")
  void reported() {
    assertThat(key.has("exposedAt") || view(key).has("exposedBy")).isFalse();
    var begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try (var gift = Peer.service("gift")) {
      var trust = gift.follow();
      exposed(key);
      var subject = "key:" + id(key);
      assertThat(gift.awaits(SOON, () -> trust.epoch(subject) == 2)).isTrue();
    }
    var view = view(key);
    assertThat(Instant.parse(view.get("exposedAt").asText())).isBetween(begun, Instant.now());
    assertThat(view.get("exposedBy").asText()).isEqualTo("report");
    assertThat(token(key).json().get("scope").asText()).isEqualTo("gifts:read");
    assertThat(token(key, "scope", "gifts:read").status()).isEqualTo(200);
    var refused = token(key, "scope", "gifts:read gifts:send");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("error").asText()).isEqualTo("invalid_scope");
    assertThat(refused.json().get("error_uri").asText()).endsWith("/key-exposed");
    var never = token(key, "scope", "gifts:send keys:write").json();
    assertThat(never.get("error_uri").asText()).endsWith("/insufficient-scope");
    assertThat(events())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.actor()).isEqualTo("anonymous");
          assertThat(event.target()).isEqualTo("key:" + id(key) + " by report");
        });
  }

  @Test
  @DisplayName("K21 in a URL at auth: 400 as ever, and the key is flagged, once however often")
  void inAUrl() {
    for (var url : List.of("/v1/key-templates?apiKey=", "/v1/accounts/", "/oauth2/token?x=")) {
      assertThat(stranger.get(url + key.get("key").asText()).status()).as(url).isEqualTo(400);
    }
    awaitExposed(key);
    assertThat(stranger.get("/?" + key.get("key").asText()).outcome()).isEqualTo("400 key-in-url");
    exposed(key);
    var other = directory.key(account, "gifts:read", "");
    exposed(other);
    assertThat(view(key).get("exposedBy").asText()).isEqualTo("url");
    assertThat(events()).hasSize(2);
  }

  @Test
  @DisplayName("K21 in a URL at gift: gift says so, auth proves it and names gift")
  void atGift() {
    var report =
        UsageReport.newBuilder()
            .setBatch(UUID.randomUUID().toString())
            .addExposed(said(key.get("key").asText()))
            .addExposed(said("gwk_no key at all"))
            .build();
    try (var gift = Peer.service("gift")) {
      var _ = gift.stub().reportUsage(report);
    }
    awaitExposed(key);
    assertThat(events())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.actor()).isEqualTo("spiffe://services.giftwarden.example/gift");
          assertThat(event.sourceAddress()).isEqualTo("192.0.2.7");
        });
  }

  private static ExposedKey said(String text) {
    return ExposedKey.newBuilder()
        .setApiKey(text)
        .setSourceAddress("192.0.2.7")
        .setRequestId(UUID.randomUUID().toString())
        .build();
  }

  @Test
  @DisplayName(
      "K15 K22 an unknown id and a wrong secret are answered as a key is, and flag nothing")
  void oneFace() {
    var right = report(key.get("key").asText());
    var unknown = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var spoilt = Guess.of(id(unknown));
    for (var text : List.of(spoilt, Guess.of("000000000000"), WholeKey.EXAMPLE)) {
      var answer = report(text);
      assertThat(answer.status()).isEqualTo(right.status());
      assertThat(answer.text()).isEqualTo(right.text());
    }
    awaitExposed(key);
    exposed(directory.key(account, "gifts:read", ""));
    assertThat(Outbox.events(event -> event.target().startsWith("key:" + id(unknown) + " by")))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("K22 refuses what is no key by its form, and does not repeat it")
  @ValueSource(
      strings = {
        "{}",
        "{\"key\": null}",
        "{\"key\": \"\"}",
        "{\"key\": 1}",
        "{\"key\": \"gwk_live_000000000000_secret\"}",
        "{\"key\": \"gwk_live_000000000000_0000000000000000000000000000001iDcwD\"}",
        "{\"key\": \"gwk_test_000000000000_0000000000000000000000000000001iDcwD\", \"by\": \"me\"}",
        "[]"
      })
  void refusesWhatIsNone(String body) {
    var refused = stranger.post(PATH, body);
    assertThat(refused.outcome()).isEqualTo("400 malformed-request");
    assertThat(refused.text()).doesNotContain("gwk_live");
  }

  @Test
  @DisplayName("K22 one network reports so many, and another is none the worse for it")
  void rateLimited() {
    var flood = Edge.strangerAt(InetAddress.ofLiteral("127.9.9.9"));
    var body = "{\"key\": \"" + WholeKey.EXAMPLE + "\"}";
    var statuses =
        IntStream.range(0, 130).mapToObj(_ -> flood.post(PATH, body).outcome()).distinct().toList();
    assertThat(statuses).contains("429 rate-limited");
    exposed(key);
  }

  @Test
  @DisplayName("K22 an administrator's makes no keys, not with a token of before either")
  void administrator() {
    var admin = directory.key(account, ADMIN, "gifts:read gifts:send");
    var token = new String[] {"Authorization", "Bearer " + Directory.token(stranger, admin)};
    var body = Directory.body("gifts:send", "", "");
    assertThat(stranger.post("/v1/accounts/" + account + "/keys", body, token).status())
        .isEqualTo(201);
    exposed(admin);
    assertThat(stranger.post("/v1/accounts/" + account + "/keys", body, token).outcome())
        .isEqualTo("401 token-revoked");
    var own = new String[] {"X-Api-Key", admin.get("key").asText()};
    assertThat(stranger.post("/v1/accounts/" + account + "/keys", body, own).outcome())
        .isEqualTo("403 insufficient-scope");
    assertThat(stranger.post(path(admin) + "/rotate", "{}", own).outcome())
        .isEqualTo("403 insufficient-scope");
    assertThat(stranger.get(path(admin), own).status()).isEqualTo(200);

    var next = operator.post(path(admin) + "/rotate", "{\"overlap\": \"PT0S\"}");
    assertThat(next.status()).as(next.text()).isEqualTo(201);
    assertThat(next.json().has("exposedAt")).isFalse();
    assertThat(token(next.json(), "audience", "auth", "scope", "keys:write").status())
        .isEqualTo(200);
    assertThat(operator.post(path(key) + "/rotate", "{}").outcome()).isEqualTo("409 conflict");
  }

  @Test
  @DisplayName(
      "K22 an administrator's that was flagged a moment ago makes none, though nobody heard")
  void unheard() {
    var admin = directory.key(account, ADMIN, "gifts:read gifts:send");
    var token = new String[] {"Authorization", "Bearer " + Directory.token(stranger, admin)};
    Registry.exposeUnheard(id(admin));
    var body = Directory.body("gifts:send", "", "");
    assertThat(stranger.post("/v1/accounts/" + account + "/keys", body, token).outcome())
        .isEqualTo("401 token-revoked");
    assertThat(stranger.post(path(admin) + "/rotate", "{}", token).outcome())
        .isEqualTo("401 token-revoked");
  }

  @Test
  @DisplayName("K22 rotation is the way out: the key that takes over spends")
  void rotated() {
    var admin = directory.key(account, ADMIN, "gifts:read gifts:send budgets:write");
    exposed(key);
    var own = new String[] {"X-Api-Key", admin.get("key").asText()};
    var next = stranger.post(path(key) + "/rotate", "{\"overlap\": \"PT1H\"}", own);
    assertThat(next.status()).as(next.text()).isEqualTo(201);
    assertThat(view(next.json()).has("exposedAt")).isFalse();
    assertThat(token(next.json(), "scope", "gifts:send").status()).isEqualTo(200);
    assertThat(token(key, "scope", "gifts:send").status()).isEqualTo(400);
    assertThat(token(key).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("K22 of a key that could only change, no token is left, at gift neither")
  void nothingLeft() {
    var sender = directory.key(account, "gifts:send", "");
    exposed(sender);
    assertThat(token(sender).json().get("error_uri").asText()).endsWith("/key-exposed");
    try (var gift = Peer.service("gift")) {
      var answer = gift.stub().exchange(Peer.presented(sender, List.of()));
      assertThat(answer.getRefused().getProblem()).isEqualTo("key-exposed");
      var reading = gift.stub().exchange(Peer.presented(key, List.of()));
      assertThat(reading.hasIssued()).isTrue();
    }
    var wrong = Directory.secret(key);
    wrong.put("client_id", id(sender));
    assertThat(stranger.postForm("/oauth2/token", wrong).text())
        .as("nobody hears of it without its secret")
        .contains("problems/key-invalid\"");
  }
}
