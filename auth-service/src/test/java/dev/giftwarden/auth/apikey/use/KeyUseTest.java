package dev.giftwarden.auth.apikey.use;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Guess;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.auth.v1.FailedKey;
import dev.giftwarden.auth.v1.SeenKey;
import dev.giftwarden.auth.v1.UsageReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("K12 a key says when, for what and from where it was last used")
class KeyUseTest {
  /// A minute is promised; it takes three seconds.
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();
  private final Edge stranger = Edge.stranger();
  private final String account = directory.account("standard", "optional");
  private final JsonNode key = directory.key(account, "keys:read", "");
  private final String id = key.get("id").asText();

  private JsonNode view(String of) {
    return operator.get("/v1/accounts/" + account + "/keys/" + of).json();
  }

  private JsonNode awaited(String of, Predicate<JsonNode> wanted) {
    try (var gift = Peer.service("gift")) {
      assertThat(gift.awaits(SOON, () -> wanted.test(view(of))))
          .as(() -> view(of).toString())
          .isTrue();
    }
    return view(of);
  }

  private static SeenKey seen(String id, Instant at, String route) {
    return SeenKey.newBuilder()
        .setId(id)
        .setAtUnixMs(at.toEpochMilli())
        .setRoute(route)
        .setSourceAddress("192.0.2.7")
        .setCertificateSerial("abc1")
        .build();
  }

  private static FailedKey failed(String id, long count, Instant at) {
    return FailedKey.newBuilder()
        .setId(id)
        .setCount(count)
        .setLastAtUnixMs(at.toEpochMilli())
        .build();
  }

  private static UsageReport.Builder report() {
    return UsageReport.newBuilder().setBatch(UUID.randomUUID().toString());
  }

  private static void reports(UsageReport.Builder report) {
    try (var gift = Peer.service("gift")) {
      var _ = gift.stub().reportUsage(report.build());
    }
  }

  @Test
  @DisplayName("K12 a token of it and a call with it are uses; a key that is new has none")
  void atAuth() {
    assertThat(key.has("lastUsed") || key.has("failures")).isFalse();
    assertThat(view(id).has("lastUsed") || view(id).has("failures")).isFalse();
    var bare = directory.key(account, "keys:read", "");
    var bareId = bare.get("id").asText();
    var begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var _ = Directory.token(stranger, key);
    var path = "/v1/accounts/" + account + "/keys";
    var one = stranger.get(path + "/" + id, "X-Api-Key", bare.get("key").asText());
    assertThat(one.status()).isEqualTo(200);
    var used = awaited(id, now -> now.has("lastUsed")).get("lastUsed");
    assertThat(used.get("route").asText()).isEqualTo("POST /oauth2/token");
    assertThat(Instant.parse(used.get("at").asText())).isBetween(begun, Instant.now());
    assertThat(used.get("address").asText()).isEqualTo("127.0.0.1");
    assertThat(used.has("certificate")).isFalse();

    assertThat(awaited(bareId, now -> now.has("lastUsed")).at("/lastUsed/route").asText())
        .isEqualTo("GET /v1/accounts/{account}/keys/{key}");
    var listed = operator.get(path).json();
    assertThat(listed.at("/items/0/lastUsed/route").asText()).startsWith("GET /v1/accounts");
    assertThat(listed.at("/items/1/lastUsed")).isEqualTo(used);
  }

  @Test
  @DisplayName("K12 a call with a token of it is a use of the key")
  void byAToken() {
    var token = Directory.token(stranger, key);
    var path = "/v1/accounts/" + account + "/keys";
    assertThat(stranger.get(path, "Authorization", "Bearer " + token).status()).isEqualTo(200);
    var route = "GET /v1/accounts/{account}/keys";
    var _ = awaited(id, now -> now.at("/lastUsed/route").asText().equals(route));
  }

  @Test
  @DisplayName("K12 over a certificate, its serial is said")
  void overACertificate() {
    directory.client(account, "erp", "gifts:read");
    var over = directory.enrolled(account, "erp");
    var _ = Directory.token(over, key);
    var used = awaited(id, now -> now.has("lastUsed")).get("lastUsed");
    assertThat(used.get("certificate").asText()).isEqualTo(over.certificate().own().serial());
  }

  @Test
  @DisplayName("K12 a refusal of the right key, or of another secret, is a failure and no use")
  void failures() {
    var wide = Directory.secret(key, "scope", "gifts:send");
    assertThat(stranger.postForm("/oauth2/token", wide).status()).isEqualTo(400);
    var own = key.get("key").asText();
    assertThat(stranger.post("/v1/accounts/" + account + "/keys", "{}", "X-Api-Key", own).outcome())
        .isEqualTo("403 insufficient-scope");
    var guess = Guess.of(id);
    assertThat(stranger.get("/v1/accounts/" + account, "X-Api-Key", guess).outcome())
        .isEqualTo("401 key-invalid");
    var unknown = Guess.of("000000000000");
    assertThat(stranger.get("/v1/accounts/" + account, "X-Api-Key", unknown).outcome())
        .isEqualTo("401 key-invalid");
    var all = awaited(id, now -> now.at("/failures/count").asLong() == 3);
    assertThat(Instant.parse(all.at("/failures/lastAt").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(all.has("lastUsed")).isFalse();
    assertThat(Registry.ask("select count(*) from key_use where key = '000000000000'"))
        .isEqualTo("0");
  }

  @Test
  @DisplayName("K12 a revoked key that goes on calling fails, and was last used before")
  void revoked() {
    var _ = Directory.token(stranger, key);
    var used = awaited(id, now -> now.has("lastUsed")).get("lastUsed");
    var path = "/v1/accounts/" + account + "/keys/" + id;
    assertThat(operator.post(path + "/revoke", "").status()).isEqualTo(200);
    assertThat(stranger.postForm("/oauth2/token", Directory.secret(key)).status()).isEqualTo(401);
    assertThat(awaited(id, now -> now.has("failures")).get("lastUsed")).isEqualTo(used);
  }

  @Test
  @DisplayName("K12 what others report only goes forward, and never past our clock")
  void forward() {
    var at = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
    reports(report().addKeys(seen(id, at, "POST /v2/gifts")));
    var used = view(id).get("lastUsed");
    assertThat(used.get("at").asText()).isEqualTo(at.toString());
    assertThat(used.get("address").asText()).isEqualTo("192.0.2.7");
    assertThat(used.get("certificate").asText()).isEqualTo("abc1");

    reports(
        report()
            .addKeys(seen(id, at.minusMillis(1), "GET /v2/gifts"))
            .addKeys(seen(id, at.minusSeconds(9), "GET /v2/gifts"))
            .addKeys(seen("000000000000", at, "GET /v2/gifts"))
            .addFailed(failed("000000000000", 5, at)));
    assertThat(view(id).get("lastUsed")).isEqualTo(used);
    reports(report().addKeys(seen(id, at.plus(Duration.ofHours(5)), "GET /v1/gifts")));
    assertThat(Instant.parse(view(id).at("/lastUsed/at").asText()))
        .isBetween(at.plusSeconds(59), Instant.now());
    assertThat(Registry.ask("select count(*) from key_use where key = '000000000000'"))
        .isEqualTo("0");
  }

  @Test
  @DisplayName("K12 a report that comes again counts once, and one that came late changes no time")
  void once() {
    var at = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
    var first = report().addFailed(failed(id, 3, at)).addFailed(failed(id, 1, at.minusSeconds(1)));
    reports(first);
    reports(first);
    reports(report().addFailed(failed(id, 2, at.minusSeconds(30))));
    assertThat(view(id).at("/failures/count").asLong()).isEqualTo(6);
    assertThat(view(id).at("/failures/lastAt").asText()).isEqualTo(at.toString());
  }

  @Test
  @DisplayName("K12 many reports of the same keys at once do not block each other, nor lose any")
  void atOnce() throws Exception {
    var keys = List.of(id, directory.key(account, "keys:read", "").get("id").asText());
    var now = Instant.now();
    try (var gift = Peer.service("gift");
        var audit = Peer.service("audit");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reports =
          IntStream.range(0, 16)
              .mapToObj(n ->
                  threads.submit(() -> {
                    var order = new ArrayList<>(keys);
                    if (n % 2 == 0) {
                      Collections.reverse(order);
                    }
                    var report = report();
                    order.forEach(each ->
                        report
                            .addKeys(seen(each, now.minusMillis(n), "GET /v" + n))
                            .addFailed(failed(each, 1, now.minusMillis(n))));
                    return (n % 2 == 0 ? gift : audit).stub().reportUsage(report.build());
                  }))
              .toList();
      for (var report : reports) {
        var _ = report.get();
      }
    }
    assertThat(view(id).at("/lastUsed/route").asText()).isEqualTo("GET /v0");
    assertThat(view(id).at("/failures/count").asLong()).isEqualTo(16);
  }
}
