package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.auth.v1.UsageCount;
import dev.giftwarden.auth.v1.UsageReport;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
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
        row(
            "too many counts",
            report ->
                report.addAllCounts(Collections.nCopies(1000, count("v1", "acme", 1).build()))));
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
