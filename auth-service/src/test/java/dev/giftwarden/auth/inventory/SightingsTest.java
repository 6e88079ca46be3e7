package dev.giftwarden.auth.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.v1.SeenCertificate;
import dev.giftwarden.auth.v1.UsageReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("C11 the inventory says when and from where a certificate was last used")
class SightingsTest {
  /// A minute is promised; it takes three seconds.
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");
  private final String certificates = "/v1/accounts/" + account + "/clients/erp/certificates";

  SightingsTest() {
    directory.client(account, "erp", "gifts:read");
  }

  private JsonNode listed(Edge over) {
    var serial = over.certificate().own().serial();
    return operator
        .get("/v1/accounts/" + account + "/certificates")
        .json()
        .get("items")
        .valueStream()
        .filter(item -> item.get("serial").asText().equals(serial))
        .findAny()
        .orElseThrow();
  }

  private static void reports(SeenCertificate... seen) {
    try (var gift = Peer.service("gift")) {
      var _ = gift.stub().reportUsage(report(List.of(seen)));
    }
  }

  private static UsageReport report(List<SeenCertificate> seen) {
    return UsageReport.newBuilder().setBatch(UUID.randomUUID().toString()).addAllSeen(seen).build();
  }

  private static SeenCertificate seen(Edge over, Instant at, String from) {
    return SeenCertificate.newBuilder()
        .setSerial(over.certificate().own().serial())
        .setAtUnixMs(at.toEpochMilli())
        .setSourceAddress(from)
        .build();
  }

  @Test
  @DisplayName("C11 a token over it is a use, seen within a minute; who was refused used nothing")
  void atAuth() {
    var used = directory.enrolled(account, "erp");
    var refused = directory.enrolled(account, "erp");
    assertThat(listed(used).has("seenAt")).isFalse();
    var begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var form = Map.of("grant_type", "client_credentials", "client_id", "erp");
    assertThat(used.postForm("/oauth2/token", form).status()).isEqualTo(200);
    var other = Map.of("grant_type", "client_credentials", "client_id", "crm");
    assertThat(refused.postForm("/oauth2/token", other).status()).isEqualTo(401);
    try (var gift = Peer.service("gift")) {
      assertThat(gift.awaits(SOON, () -> listed(used).has("seenAt"))).isTrue();
    }
    assertThat(Instant.parse(listed(used).get("seenAt").asText())).isBetween(begun, Instant.now());
    assertThat(listed(used).get("seenFrom").asText()).isEqualTo("127.0.0.1");
    assertThat(listed(refused).has("seenAt")).isFalse();
  }

  @Test
  @DisplayName("C11 what another service saw counts, only goes forward, and never past our clock")
  void elsewhere() {
    var over = directory.enrolled(account, "erp");
    var at = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
    reports(seen(over, at, "192.0.2.7"));
    assertThat(listed(over).get("seenAt").asText()).isEqualTo(at.toString());
    assertThat(listed(over).get("seenFrom").asText()).isEqualTo("192.0.2.7");

    reports(seen(over, at.minusSeconds(1), "192.0.2.8"), seen(over, at.minusMillis(1), "::1"));
    assertThat(listed(over).get("seenFrom").asText()).isEqualTo("192.0.2.7");

    var stranger = seen(over, at, "192.0.2.9").toBuilder().setSerial("abc").build();
    reports(stranger, seen(over, Instant.now().plus(Duration.ofHours(5)), "2001:db8::1"));
    assertThat(Instant.parse(listed(over).get("seenAt").asText()))
        .isBetween(at.plusSeconds(59), Instant.now());
    assertThat(listed(over).get("seenFrom").asText()).isEqualTo("2001:db8:0:0:0:0:0:1");
  }

  @Test
  @DisplayName("C11 many reports of the same certificates at once do not block each other")
  void atOnce() throws Exception {
    var all = new ArrayList<Edge>();
    IntStream.range(0, 2).forEach(_ -> all.add(directory.enrolled(account, "erp")));
    var now = Instant.now();
    try (var gift = Peer.service("gift");
        var audit = Peer.service("audit");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reports =
          IntStream.range(0, 16)
              .mapToObj(n ->
                  threads.submit(() -> {
                    var seen =
                        new ArrayList<>(
                            all.stream()
                                .map(over -> seen(over, now.minusMillis(n), "192.0.2." + n))
                                .toList());
                    if (n % 2 == 0) {
                      Collections.reverse(seen);
                    }
                    return (n % 2 == 0 ? gift : audit).stub().reportUsage(report(seen));
                  }))
              .toList();
      for (var report : reports) {
        var _ = report.get();
      }
    }
    all.forEach(over -> assertThat(listed(over).get("seenFrom").asText()).isEqualTo("192.0.2.0"));
  }
}
