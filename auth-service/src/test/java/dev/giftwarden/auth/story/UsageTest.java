package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.usage.UsageCounts;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.auth.v1.ExposedKey;
import dev.giftwarden.auth.v1.FailedKey;
import dev.giftwarden.auth.v1.SeenCertificate;
import dev.giftwarden.auth.v1.SeenKey;
import dev.giftwarden.auth.v1.UsageCount;
import dev.giftwarden.auth.v1.UsageReport;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What gift and audit report of their callers.
@AuthTest
class UsageTest {
  private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

  @BeforeEach
  @AfterEach
  void begin() {
    Registry.reset();
  }

  private static UsageCount.Builder count(String version, String account, long calls) {
    return UsageCount.newBuilder()
        .setVersion(version)
        .setAccount(account)
        .setSubject("client:" + account + "/erp")
        .setCertificateSerial("abc1")
        .setEpochDay(TODAY.toEpochDay())
        .setCalls(calls);
  }

  private static UsageReport report(UsageCount.Builder... counts) {
    var report = UsageReport.newBuilder().setBatch(UUID.randomUUID().toString());
    for (var count : counts) {
      report.addCounts(count);
    }
    return report.build();
  }

  @Test
  @DisplayName("V9 reports add up by version, caller and day; one that comes again counts once")
  void addsUp() {
    var first = report(count("v1", "acme", 3), count("v2", "acme", 5), count("v1", "acme", 4));
    try (var gift = Peer.service("gift");
        var audit = Peer.service("audit")) {
      var _ = gift.stub().reportUsage(first);
      var _ = gift.stub().reportUsage(first);
      var _ = audit.stub().reportUsage(report(count("v1", "acme", 10), count("v1", "other", 1)));
      var earlier = count("v1", "acme", 100).setEpochDay(TODAY.toEpochDay() - 2);
      var _ = gift.stub().reportUsage(report(earlier, others()));
    }
    var operator = Edge.operator();
    var all = operator.get("/v1/versions/v1/usage").json();
    assertThat(all.path("calls").asLong()).isEqualTo(125);
    assertThat(all.at("/items/0/calls").asLong()).isEqualTo(117);
    assertThat(all.at("/items/0/subject").asText()).isEqualTo("client:acme/erp");
    assertThat(all.at("/items/0/certificate").asText()).isEqualTo("abc1");
    assertThat(all.at("/items/0/lastDay").asText()).isEqualTo(TODAY.toString());
    assertThat(all.at("/items/1/account").asText()).as("who could not be told apart").isEmpty();
    var path = "/v1/versions/%s/usage?account=acme&from=%s&to=%s";
    var today = operator.get(path.formatted("v1", TODAY, TODAY)).json();
    assertThat(today.path("calls").asLong()).isEqualTo(17);
    assertThat(today.path("items")).hasSize(1);
    assertThat(operator.get(path.formatted("v2", TODAY, TODAY)).json().path("calls").asLong())
        .isEqualTo(5);
  }

  @Test
  @DisplayName(
      "V9 two replicas of gift report at once, with answers lost: the sum is what was served")
  void twoReplicas() throws Exception {
    int calls = 400;
    try (var one = Peer.service("gift");
        var other = Peer.service("gift");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replicas =
          Stream.of(one, other)
              .map(replica -> threads.submit(() -> serve(replica, calls)))
              .toList();
      for (var replica : replicas) {
        var _ = replica.get();
      }
    }
    var usage = Edge.operator().get("/v1/versions/v1/usage").json();
    assertThat(usage.path("calls").asLong()).isEqualTo(2 * calls);
    assertThat(usage.path("items")).hasSize(2);
    for (var item : usage.path("items")) {
      assertThat(item.path("calls").asLong()).isEqualTo(calls);
    }
  }

  /// Counts calls of two callers, and reports after every few; each third report comes twice, as if
  /// its answer had been lost.
  private static int serve(Peer replica, int calls) {
    var counts = new UsageCounts(InstantSource.system());
    int reports = 0;
    for (int call = 0; call < calls; call++) {
      counts.count(ApiVersion.V1, partner(call % 2 == 0 ? "acme" : "other"));
      if (call % 16 == 15) {
        var report =
            report(
                counts.take(1_000).stream()
                    .map(UsageTest::told)
                    .toArray(UsageCount.Builder[]::new));
        for (int sent = 0; sent <= (reports % 3 == 0 ? 1 : 0); sent++) {
          var _ = replica.stub().reportUsage(report);
        }
        reports++;
      }
    }
    assertThat(counts.take(1_000)).isEmpty();
    return reports;
  }

  private static UsageCount.Builder told(UsageCounts.Count count) {
    return count("v1", count.consumer().account(), count.calls());
  }

  private static Caller.Partner partner(String account) {
    var id = new AccountId(account);
    return new Caller.Partner(
        new Subject.Client(id, new ClientId("erp")),
        id,
        Plan.STANDARD,
        Optional.empty(),
        Environment.LIVE,
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        new Origin(Optional.empty(), InetAddress.getLoopbackAddress(), new UUID(0, 0)));
  }

  private static UsageCount.Builder others() {
    return count("v1", "x", 7).setAccount("").setSubject("").setCertificateSerial("");
  }

  @Test
  @DisplayName("V9 only operators read it, and only by days and accounts that can be")
  void refusesQuestions() {
    var path = "/v1/versions/v1/usage";
    assertThat(Edge.stranger().get(path).outcome()).isEqualTo("401 certificate-required");
    var operator = Edge.operator();
    assertThat(operator.get("/v1/versions/v3/usage").outcome()).isEqualTo("404 not-found");
    for (var query : List.of("from=yesterday", "to=12026-01-01", "account=A", "day=2026-01-01")) {
      assertThat(operator.get(path + "?" + query).outcome())
          .as(query)
          .isEqualTo("400 malformed-request");
    }
  }

  static List<Arguments> bad() {
    return List.of(
        row("no batch", report -> report.setBatch("x")),
        row("no count", UsageReport.Builder::clearCounts),
        row("no such version", report -> report.setCounts(0, count("v3", "acme", 1))),
        row("no such account", report -> report.setCounts(0, count("A", "acme", 1))),
        row(
            "an account and no subject",
            report -> report.setCounts(0, count("v1", "acme", 1).setSubject(""))),
        row("no call", report -> report.setCounts(0, count("v1", "acme", 0))),
        row("calls taken back", report -> report.setCounts(0, count("v1", "acme", -1))),
        row(
            "no serial",
            report -> report.setCounts(0, count("v1", "acme", 1).setCertificateSerial("X"))),
        row(
            "a day of long ago",
            report -> report.setCounts(0, count("v1", "acme", 1).setEpochDay(0))),
        row(
            "no day at all",
            report -> report.setCounts(0, count("v1", "acme", 1).setEpochDay(Long.MAX_VALUE))),
        row("a sighting of nothing", report -> report.addSeen(seen().clearSerial())),
        row("a sighting of no serial", report -> report.addSeen(seen().setSerial("X1"))),
        row("from a name", report -> report.addSeen(seen().setSourceAddress("localhost"))),
        row("from nowhere", report -> report.addSeen(seen().clearSourceAddress())),
        row("a sighting of long ago", report -> report.addSeen(seen().setAtUnixMs(1))),
        row("a sighting of no time", report -> report.addSeen(seen().setAtUnixMs(Long.MAX_VALUE))),
        row("the use of no key", report -> report.addKeys(used().setId("x"))),
        row("a use for nothing", report -> report.addKeys(used().clearRoute())),
        row("a use for two lines", report -> report.addKeys(used().setRoute("GET /\nGET /"))),
        row("a use from a name", report -> report.addKeys(used().setSourceAddress("localhost"))),
        row("a use over no serial", report -> report.addKeys(used().setCertificateSerial("X"))),
        row("a use of long ago", report -> report.addKeys(used().setAtUnixMs(1))),
        row("failures of no key", report -> report.addFailed(failed().setId("key:1"))),
        row("no failure", report -> report.addFailed(failed().setCount(0))),
        row("failures taken back", report -> report.addFailed(failed().setCount(-1))),
        row("failures without end", report -> report.addFailed(failed().setCount(Long.MAX_VALUE))),
        row("failures of long ago", report -> report.addFailed(failed().setLastAtUnixMs(1))),
        row(
            "too many uses",
            report -> report.addAllKeys(Collections.nCopies(1001, used().build()))),
        row(
            "too many failures",
            report -> report.addAllFailed(Collections.nCopies(1001, failed().build()))),
        row(
            "an exposed key from nowhere",
            report -> report.addExposed(exposed().clearSourceAddress())),
        row(
            "an exposed key in no request",
            report -> report.addExposed(exposed().setRequestId("x"))),
        row(
            "too many exposed keys",
            report -> report.addAllExposed(Collections.nCopies(101, exposed().build()))),
        row(
            "too many sightings",
            report -> report.addAllSeen(Collections.nCopies(1001, seen().build()))),
        row(
            "too many counts",
            report ->
                report.addAllCounts(Collections.nCopies(1000, count("v1", "acme", 1).build()))));
  }

  private static SeenCertificate.Builder seen() {
    return SeenCertificate.newBuilder()
        .setSerial("abc1")
        .setAtUnixMs(Instant.now().toEpochMilli())
        .setSourceAddress("192.0.2.1");
  }

  private static SeenKey.Builder used() {
    return SeenKey.newBuilder()
        .setId("4fKq81ZpWc0x")
        .setAtUnixMs(Instant.now().toEpochMilli())
        .setRoute("GET /v2/gifts")
        .setSourceAddress("192.0.2.1");
  }

  private static ExposedKey.Builder exposed() {
    return ExposedKey.newBuilder()
        .setApiKey("gwk_")
        .setSourceAddress("192.0.2.1")
        .setRequestId(UUID.randomUUID().toString());
  }

  private static FailedKey.Builder failed() {
    return FailedKey.newBuilder()
        .setId("4fKq81ZpWc0x")
        .setCount(1)
        .setLastAtUnixMs(Instant.now().toEpochMilli());
  }

  private static Arguments row(String name, UnaryOperator<UsageReport.Builder> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("V9 a report that cannot be true is refused whole:")
  @MethodSource("bad")
  void refuses(String name, UnaryOperator<UsageReport.Builder> change) {
    var report = change.apply(report(count("v1", "acme", 1)).toBuilder()).build();
    try (var gift = Peer.service("gift")) {
      assertThatThrownBy(() -> gift.stub().reportUsage(report))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
    assertThat(Registry.ask("select count(*) from version_usage")).isEqualTo("0");
  }
}
