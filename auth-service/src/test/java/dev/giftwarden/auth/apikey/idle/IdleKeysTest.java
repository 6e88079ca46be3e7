package dev.giftwarden.auth.apikey.idle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.auth.trust.TrustTable;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("K14 keys that nobody uses are revoked, where the account wants it")
class IdleKeysTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  /// A day more than the month that is asked for.
  private static final Duration LIMIT = Duration.ofDays(31);

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");
  private final String path = "/v1/accounts/" + account;

  /// Of more than a month, so that it does not end before it is idle.
  private JsonNode key(Instant madeAt) {
    var key = directory.key(account, "gifts:read", "");
    Registry.antedateKey(id(key), madeAt);
    return key;
  }

  private static String id(JsonNode key) {
    return key.get("id").asText();
  }

  private void limit(String text) {
    var body = "{\"revokeUnusedKeysAfter\": " + text + "}";
    var answer = operator.patch(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private void countedFrom(Instant time) {
    Registry.countUsesFrom(account, time);
  }

  private static IdleKeys at(Instant now) {
    var beans = CDI.current();
    return new IdleKeys(
        beans.select(IdleKeyTable.class).get(),
        beans.select(TrustTable.class).get(),
        beans.select(RecordTable.class).get(),
        InstantSource.fixed(now));
  }

  private static void look(Instant now) {
    var keys = at(now);
    boolean more;
    do {
      more = keys.revokeSome();
    } while (more);
  }

  private boolean isRevoked(JsonNode key) {
    return operator.get(path + "/keys/" + id(key)).json().has("revokedAt");
  }

  private List<AuditEvent> revocations() {
    return Outbox.ofAccount(account).stream()
        .filter(event -> event.action().equals("key.revoke"))
        .toList();
  }

  @Test
  @DisplayName("K14 a month and a day after its last use, not a moment earlier, and everywhere")
  void afterItsLastUse() {
    var old = NOW.minus(Duration.ofDays(300));
    countedFrom(old);
    limit("\"P30D\"");
    var key = key(old);
    var used = NOW.minus(LIMIT);
    Registry.useKey(id(key), used);
    look(NOW);
    assertThat(isRevoked(key)).isFalse();
    try (var gift = Peer.service("gift")) {
      var trust = gift.follow();
      look(NOW.plusMillis(1));
      assertThat(gift.awaits(Duration.ofSeconds(5), () -> trust.epoch("key:" + id(key)) == 2))
          .isTrue();
    }
    var refused = Edge.stranger().postForm("/oauth2/token", Directory.secret(key));
    assertThat(refused.json().get("error_uri").asText()).endsWith("/key-revoked");
    look(NOW.plus(LIMIT));
    assertThat(revocations())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.actor()).isEqualTo("spiffe://services.giftwarden.example/auth");
          assertThat(event.target()).isEqualTo("key:" + id(key) + " unused since " + used);
          assertThat(event.environment()).isEqualTo("live");
        });
  }

  @Test
  @DisplayName("K14 one that was never used counts from when it was made, or was to begin")
  void neverUsed() {
    countedFrom(NOW.minus(Duration.ofDays(300)));
    limit("\"P30D\"");
    var made = key(NOW.minus(LIMIT).minusMillis(1));
    var later = key(NOW.minus(LIMIT));
    look(NOW);
    assertThat(isRevoked(made)).isTrue();
    assertThat(isRevoked(later)).isFalse();
  }

  @Test
  @DisplayName("K14 without a limit, under a longer one, or with it taken back, none is")
  void off() {
    countedFrom(NOW.minus(Duration.ofDays(300)));
    var key = key(NOW.minus(Duration.ofDays(90)));
    look(NOW);
    limit("\"P90D\"");
    look(NOW);
    limit("\"P30D\"");
    limit("null");
    look(NOW);
    assertThat(isRevoked(key)).isFalse();
  }

  @Test
  @DisplayName("K14 nothing counts as unused from before uses were noted, or from a suspension")
  void notBeforeUsesCount() {
    limit("\"P30D\"");
    var key = key(NOW.minus(Duration.ofDays(200)));
    look(NOW);
    assertThat(isRevoked(key)).as("uses count since the account is there").isFalse();

    countedFrom(NOW.minus(Duration.ofDays(200)));
    assertThat(operator.post(path + "/suspend", "").status()).isEqualTo(200);
    look(NOW);
    assertThat(isRevoked(key)).as("while nothing of it works").isFalse();
    assertThat(operator.post(path + "/resume", "").status()).isEqualTo(200);
    look(NOW);
    assertThat(isRevoked(key)).as("its uses count anew").isFalse();
    look(NOW.plus(LIMIT).plusSeconds(60));
    assertThat(isRevoked(key)).isTrue();
  }

  @Test
  @DisplayName("K14 what is dead already stays as it is, and another account's is not touched")
  void others() {
    countedFrom(NOW.minus(Duration.ofDays(300)));
    limit("\"P30D\"");
    var revoked = key(NOW.minus(Duration.ofDays(90)));
    var expired = key(NOW.minus(Duration.ofDays(90)));
    assertThat(operator.post(path + "/keys/" + id(revoked) + "/revoke", "").status())
        .isEqualTo(200);
    Registry.endKey(id(expired));
    var before = operator.get(path + "/keys/" + id(revoked)).json().get("revokedAt");
    look(NOW);
    assertThat(operator.get(path + "/keys/" + id(revoked)).json().get("revokedAt"))
        .isEqualTo(before);
    assertThat(isRevoked(expired)).isFalse();
    assertThat(revocations()).hasSize(1);
  }

  @Test
  @DisplayName("K14 of many replicas that look at once, each key is revoked by one")
  void once() throws Exception {
    countedFrom(NOW.minus(Duration.ofDays(300)));
    limit("\"P30D\"");
    var keys = IntStream.range(0, 20).mapToObj(_ -> key(NOW.minus(Duration.ofDays(90)))).toList();
    var look =
        (Callable<Boolean>)
            () -> {
              look(NOW);
              return true;
            };
    try (var replicas = Executors.newFixedThreadPool(4)) {
      for (var done : replicas.invokeAll(List.of(look, look, look, look))) {
        assertThat(done.get()).isTrue();
      }
    }
    look(NOW);
    assertThat(keys).allMatch(this::isRevoked);
    assertThat(revocations()).hasSize(20);
    assertThat(
            Registry.ask("select max(epoch) from api_key where account = '%s'".formatted(account)))
        .isEqualTo("2");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"\"P30D\"", "\"P365D\"", "null"})
  @DisplayName("K14 the limit is read as it was said, until it is said otherwise:")
  void limits(String text) {
    assertThat(operator.get(path).json().get("revokeUnusedKeysAfter").isNull()).isTrue();
    limit("\"P100D\"");
    assertThat(operator.patch(path, "{\"plan\": \"enterprise\"}").status()).isEqualTo(200);
    assertThat(operator.get(path).json().get("revokeUnusedKeysAfter").asText()).isEqualTo("P100D");
    limit(text);
    assertThat(operator.get(path).json().get("revokeUnusedKeysAfter").toString()).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\"P29D\"",
        "\"P366D\"",
        "\"P999D\"",
        "\"P1000D\"",
        "\"P030D\"",
        "\"P1M\"",
        "\"P12W\"",
        "\"PT720H\"",
        "\"P30DT1H\"",
        "\"-P30D\"",
        "\"p30d\"",
        "\"\"",
        "\" P30D\"",
        "30",
        "true",
        "{}",
        "[\"P30D\"]"
      })
  @DisplayName("K14 refuses what is no such limit, and leaves what there was:")
  void refuses(String text) {
    limit("\"P100D\"");
    var refused = operator.patch(path, "{\"revokeUnusedKeysAfter\": " + text + "}");
    assertThat(refused.outcome()).isEqualTo("400 malformed-request");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("revokeUnusedKeysAfter");
    assertThat(refused.json().at("/errors/0/message").asText()).startsWith("P30D to P365D");
    assertThat(operator.get(path).json().get("revokeUnusedKeysAfter").asText()).isEqualTo("P100D");
  }

  @Test
  @DisplayName("K14 a change is done once under its Idempotency-Key, and another is another")
  void repeats() {
    var word = new String[] {"Idempotency-Key", "idle"};
    var body = "{\"revokeUnusedKeysAfter\": \"P90D\"}";
    assertThat(operator.patch(path, body, word).status()).isEqualTo(200);
    assertThat(operator.patch(path, body, word).headers())
        .containsEntry("idempotent-replayed", "true");
    for (var other : List.of("\"P91D\"", "null")) {
      assertThat(operator.patch(path, "{\"revokeUnusedKeysAfter\": " + other + "}", word).outcome())
          .isEqualTo("422 idempotency-key-reused");
    }
    assertThat(operator.patch(path, "{}").outcome()).isEqualTo("400 malformed-request");
  }
}
