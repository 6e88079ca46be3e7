package dev.giftwarden.acceptance.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Who reaches which version of the API, and its end under load.
class VersionLifeTest {
  private static final House HOUSE = House.started();
  private static final Inventory INVENTORY = new Inventory(HOUSE);

  /// As long as a revocation may take where the feed is well; the staleness bound is the promise.
  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final String V1 = HOUSE.gift + "/v1/gifts";

  private final Partner acme = Partner.enterprise(HOUSE, "versions");

  @AfterEach
  void beginAnew() {
    INVENTORY.beginAnew();
    assertThat(Eventually.becomes(BOUND, "401", () -> status(Identity.NONE, V1))).isEqualTo("401");
  }

  private static String status(Identity over, String url, String... more) {
    List<String> line = new ArrayList<>(List.of(url));
    line.addAll(List.of(more));
    return Integer.toString(HOUSE.curl(over, line.toArray(String[]::new)).status());
  }

  private static String url(String service, String version) {
    return service.equals("gift")
        ? HOUSE.gift + "/" + version + "/gifts"
        : HOUSE.audit + "/" + version + "/audit/events";
  }

  private Partner.Key key(String versions) {
    return acme.key(
        List.of("gifts:read", "audit:read"),
        "\"versions\":[%s]".formatted(versions.replaceAll("v\\d", "\"$0\"")));
  }

  @Test
  @DisplayName("V1 V2 certificate and key, each for itself, decide who reaches which version")
  void matrix() {
    Map<String, String> met = new LinkedHashMap<>();
    Map<String, String> wanted = new LinkedHashMap<>();
    Map<String, Partner.Key> keys = new LinkedHashMap<>();
    List.of("v1", "v2", "v1,v2", "").forEach(versions -> keys.put(versions, key(versions)));
    for (String granted : List.of("v1", "v2", "v1,v2")) {
      Identity over = INVENTORY.issue(acme.account, "{" + granted + "}");
      keys.forEach((versions, key) -> {
        for (String service : List.of("gift", "audit")) {
          for (String bearer : List.of(key.secret(), acme.token(over, key, service))) {
            for (String version : List.of("v1", "v2")) {
              String call =
                  "%s %s by %s over [%s] with [%s]"
                      .formatted(
                          service,
                          version,
                          bearer.startsWith("gwk_") ? "key" : "token",
                          granted,
                          versions);
              met.put(
                  call,
                  HOUSE.curl(over, url(service, version), "--oauth2-bearer", bearer).outcome());
              wanted.put(call, expected(version, granted, versions));
            }
          }
        }
      });
    }
    assertThat(met).hasSize(96).isEqualTo(wanted);
  }

  private static String expected(String version, String certificate, String key) {
    if (!certificate.contains(version)) {
      return "403 certificate-not-valid-for-version";
    }
    return key.isEmpty() || key.contains(version) ? "200" : "403 version-not-granted";
  }

  @Test
  @DisplayName(
      "V5 V6 V9 version 1 retires under load: dead within the bound, version 2 without a"
          + " failure")
  void retires() {
    Partner.Key key = key("");
    Identity old = INVENTORY.issue(acme.account, "{v1}");
    Identity newer = INVENTORY.issue(acme.account, "{v2}");
    Identity both = INVENTORY.issue(acme.account, "{v1,v2}");
    String token = acme.token(both, key, "gift");
    CallLoop wide = CallLoop.start(both, "gift", V1, token);
    List<CallLoop> first =
        List.of(
            wide,
            CallLoop.start(old, "gift", V1, key.secret()),
            CallLoop.start(old, "audit", url("audit", "v1"), key.secret()));
    List<CallLoop> others =
        List.of(
            CallLoop.start(newer, "gift", url("gift", "v2"), key.secret()),
            CallLoop.start(both, "gift", url("gift", "v2"), token),
            CallLoop.start(both, "audit", url("audit", "v2"), key.secret()));
    try {
      await(first, "200", 20);
      await(others, "200", 20);
      deprecate();
      assertThat(
              Eventually.answers(
                      BOUND,
                      reply -> reply.headers().containsKey("deprecation"),
                      () -> HOUSE.curl(Identity.NONE, V1))
                  .headers())
          .containsKeys("deprecation", "sunset", "link");
      propose(old);
      await(first, "200", 40);
      confirm();
      long confirmed = System.nanoTime();
      awaitEnd(first);
      await(others, "200", 60);
      first.forEach(loop ->
          assertThat(loop.calls())
              .filteredOn(call -> call.outcome().equals("200"))
              .allMatch(call -> call.atNanos() < confirmed + BOUND.toNanos()));
      assertThat(wide.calls()).extracting(CallLoop.Call::outcome).containsOnly("200", "410");
      others.forEach(
          loop -> assertThat(loop.calls()).extracting(CallLoop.Call::outcome).containsOnly("200"));
      report(first, others, confirmed);
    } finally {
      first.forEach(CallLoop::close);
      others.forEach(CallLoop::close);
    }
    assertCounted("v1", first);
    assertCounted("v2", others);
    assertThat(status(both, V1)).isEqualTo("410");
    assertThat(status(Identity.NONE, HOUSE.audit + "/v1/nothing")).isEqualTo("410");
    assertThat(status(Identity.NONE, HOUSE.auth + "/v1/versions")).isEqualTo("200");
  }

  @Test
  @DisplayName("C11 a call at gift is a use of the certificate, which auth's inventory has soon")
  void seenAtGift() {
    Identity over = INVENTORY.issue(acme.account, "{v2}");
    String token = acme.token(over, key(""), "gift");
    Instant begun = Instant.now();
    assertThat(status(over, url("gift", "v2"), "--oauth2-bearer", token)).isEqualTo("200");
    assertSeen(over, begun);
  }

  /// A certificate that is revoked with its version may not even come as far as the 410.
  private static void awaitEnd(List<CallLoop> loops) {
    loops.forEach(loop ->
        assertThat(
                Eventually.answers(
                    Duration.ofSeconds(30),
                    seen -> seen >= 20,
                    () -> loop.calls().size() - loop.count("200")))
            .as(() -> "ended calls among " + loop.calls())
            .isGreaterThanOrEqualTo(20));
  }

  private static void report(List<CallLoop> first, List<CallLoop> others, long confirmed) {
    long last =
        first.stream()
            .flatMap(loop -> loop.calls().stream())
            .filter(call -> call.outcome().equals("200"))
            .mapToLong(CallLoop.Call::atNanos)
            .max()
            .orElseThrow();
    System.out.printf(
        "version 1: last served call begun %d ms after its end was confirmed; version 2: %d calls%n",
        Duration.ofNanos(Math.max(0, last - confirmed)).toMillis(),
        others.stream().mapToLong(loop -> loop.calls().size()).sum());
  }

  /// What was served is what auth counts, call for call.
  private void assertCounted(String version, List<CallLoop> loops) {
    String served = Long.toString(loops.stream().mapToLong(loop -> loop.count("200")).sum());
    String usage = HOUSE.auth + "/v1/versions/" + version + "/usage?account=" + acme.account;
    assertThat(
            Eventually.becomes(
                Duration.ofSeconds(15),
                served,
                () -> HOUSE.curl(HOUSE.operator(), usage).text("/calls")))
        .isEqualTo(served);
  }

  /// Since it got its token, auth has not seen it: gift has.
  private void assertSeen(Identity over, Instant since) {
    String url =
        HOUSE.auth + "/v1/accounts/" + acme.account + "/certificates?state=valid&version=v2";
    String serial = Inventory.serial(over);
    JsonNode seen =
        Eventually.answers(
            Duration.ofSeconds(60),
            listed ->
                listed.has("seenAt") && Instant.parse(listed.get("seenAt").asText()).isAfter(since),
            () ->
                HOUSE
                    .curl(HOUSE.operator(), url)
                    .json()
                    .at("/items")
                    .valueStream()
                    .filter(listed -> listed.at("/serial").asText().equals(serial))
                    .findAny()
                    .orElseThrow());
    assertThat(Instant.parse(seen.at("/seenAt").asText())).isBetween(since, Instant.now());
    assertThat(seen.at("/seenFrom").asText()).isEqualTo("127.0.0.1");
  }

  private static void await(List<CallLoop> loops, String outcome, long count) {
    loops.forEach(loop ->
        assertThat(
                Eventually.answers(
                    Duration.ofSeconds(30),
                    seen -> seen >= count,
                    () -> {
                      Thread.onSpinWait();
                      return loop.count(outcome);
                    }))
            .as(() -> outcome + " among " + loop.calls())
            .isGreaterThanOrEqualTo(count));
  }

  private static void deprecate() {
    Reply answer =
        HOUSE.post(
            HOUSE.operator(),
            HOUSE.auth + "/v1/versions/v1/deprecate",
            "{\"sunset\":\"%s\",\"successor\":\"v2\"}"
                .formatted(Instant.now().plus(Duration.ofDays(90))));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static void propose(Identity doomed) {
    Reply proposed = HOUSE.post(HOUSE.operator(), HOUSE.auth + "/v1/versions/v1/retirement", "");
    assertThat(proposed.status()).as(proposed.body()).isEqualTo(200);
    assertThat(proposed.body()).contains(Inventory.serial(doomed));
    Reply same =
        HOUSE.post(HOUSE.operator(), HOUSE.auth + "/v1/versions/v1/retirement/confirm", "");
    assertThat(same.outcome()).isEqualTo("403 second-operator-required");
  }

  private static void confirm() {
    Reply confirmed =
        HOUSE.post(
            HOUSE.issue("operator", HOUSE.fresh("second")),
            HOUSE.auth + "/v1/versions/v1/retirement/confirm",
            "");
    assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
  }
}
