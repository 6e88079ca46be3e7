package dev.giftwarden.audit.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.LogEntry;
import dev.giftwarden.audit.client.event.Outcome;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.testing.InternalClient;
import dev.giftwarden.audit.testing.Neighbours;
import dev.giftwarden.audit.testing.PublicClient;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.GiftwardenStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(
    value = GiftwardenStack.class,
    initArgs = @ResourceArg(name = "service", value = "audit"))
class ReadingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EVENTS = "/v1/audit/events";

  /// Of this run: what the log held before, and what reading adds to it, is of other accounts.
  private static final String ACCOUNT = "acme-" + UUID.randomUUID().toString().substring(0, 8);

  private static final AuditEvent NORTH = event(ACCOUNT, "north", "test", "gift.send");
  private static final AuditEvent SOUTH = event(ACCOUNT, "south", "test", "gift.cancel");
  private static final AuditEvent LIVE = event(ACCOUNT, "north", "live", "gift.send");
  private static final AuditEvent WHOLE = event(ACCOUNT, "", "", "account.create");
  private static final AuditEvent FOREIGN = event("bluebird", "north", "test", "gift.send");

  @BeforeAll
  static void fillTheLog() {
    Neighbours.auth();
    try (InternalClient gift = InternalClient.of("gift")) {
      gift.append(List.of(NORTH, SOUTH, LIVE, WHOLE, FOREIGN));
    }
  }

  static List<Arguments> shows() {
    return List.of(
        Arguments.of("the account in test", change(token -> token), List.of(SOUTH, NORTH)),
        Arguments.of(
            "one sub-account", change(token -> token.subAccounts("north")), List.of(NORTH)),
        Arguments.of(
            "a sub-account without events", change(token -> token.subAccounts("west")), List.of()),
        Arguments.of(
            "live, and what has no environment",
            change(token -> token.environment(Environment.LIVE)),
            List.of(WHOLE, LIVE)),
        Arguments.of(
            "a sub-account in live",
            change(token -> token.environment(Environment.LIVE).subAccounts("north")),
            List.of(LIVE)));
  }

  @ParameterizedTest(name = "K2 a reader sees only its own: {0}")
  @MethodSource
  void shows(String what, UnaryOperator<TestToken> change, List<AuditEvent> expected)
      throws IOException {
    List<String> wanted = expected.stream().map(event -> event.id().toString()).toList();
    assertThat(ids(get(EVENTS + "?actor=key%3AtheReader001", change)))
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  @DisplayName("K2 an event of another account, sub-account or environment is as if it were not")
  void hidesSingleEvents() throws IOException {
    for (AuditEvent hidden : List.of(FOREIGN, SOUTH, LIVE, WHOLE)) {
      HttpResponse<String> answer =
          get(EVENTS + "/" + hidden.id(), token -> token.subAccounts("north"));
      HttpResponse<String> none =
          get(EVENTS + "/" + UUID.randomUUID(), token -> token.subAccounts("north"));
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(withoutRequestId(answer)).isEqualTo(withoutRequestId(none));
    }
  }

  @Test
  @DisplayName("A2 what a reader gets recomputes the entry of its leaf")
  void opensEntries() throws IOException {
    JsonNode item = JSON.readTree(get(EVENTS + "/" + NORTH.id(), token -> token).body());
    LogEntry entry = LogEntry.parse(hex(item, "entry"));
    assertThat(entry.opensTo(hex(item, "salt"), new RecordedEvent("gift", read(item)))).isTrue();
    assertThat(read(item)).isEqualTo(NORTH);
  }

  @Test
  @DisplayName("pages go on without a gap and end")
  void pages() throws IOException {
    List<String> seen = new ArrayList<>();
    String next = "";
    do {
      String cursor = next.isEmpty() ? "" : "&cursor=" + next;
      JsonNode page =
          JSON.readTree(
              get(EVENTS + "?limit=1&actor=key%3AtheReader001" + cursor, token -> token).body());
      page.get("items").forEach(item -> seen.add(item.get("id").asText()));
      next = page.get("next").isNull() ? "" : page.get("next").asText();
    } while (!next.isEmpty());
    assertThat(seen).containsExactlyInAnyOrder(SOUTH.id().toString(), NORTH.id().toString());
  }

  @ParameterizedTest(name = "filter {0}")
  @ValueSource(
      strings = {
        "action=gift.send",
        "action=gift.send&since=2026-01-01T00:00:00Z",
        "action=gift.send&since=2026-01-01t02:00:00.123456789012%2B02:00",
        "action=gift.send&since=2026-01-01T00:00:00-00:00",
        "action=gift.send&since=0000-01-01T00:00:00Z"
      })
  void filters(String filter) throws IOException {
    assertThat(ids(get(EVENTS + "?" + filter, token -> token)))
        .containsExactly(NORTH.id().toString());
    assertThat(ids(get(EVENTS + "?" + filter + "&until=2026-01-02T00:00:00Z", token -> token)))
        .isEmpty();
  }

  @ParameterizedTest(name = "E1 K2 refuses the query {0}")
  @ValueSource(
      strings = {
        "accountId=bluebird",
        "account=bluebird",
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=1&limit=2",
        "cursor=-1",
        "cursor=abc",
        "limit=",
        "limit=%D9%A1",
        "LIMIT=1",
        "cursor=01",
        "cursor=99999999999999999999",
        "since=yesterday",
        "since=",
        "since=1764500000",
        "since=2026-11-22",
        "since=2026-11-22T15:04:05",
        "since=2026-11-22T15:04:60Z",
        "since=2026-11-22T15:04:05Z&since=2026-11-22T15:04:05Z",
        "action=a%0Ab",
        "actor=%C2%85",
        "until=%2B1000000000-12-31T23:59:59.999999999Z",
        "action=a%00b",
      })
  void refuses(String query) throws IOException {
    HttpResponse<String> answer = get(EVENTS + "?" + query, token -> token);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("problems/malformed-request").doesNotContain("bluebird");
  }

  static List<Arguments> callers() {
    TlsFolder other = Neighbours.partner(ACCOUNT, "other");
    return List.of(
        Arguments.of(
            "no scope", token(t -> t.scopes(Scope.GIFTS_READ)), erp(), 403, "insufficient-scope"),
        Arguments.of(
            "a token for gift", token(t -> t.audience(Audience.GIFT)), erp(), 401, "token-invalid"),
        Arguments.of("another certificate", token(t -> t), other, 401, "certificate-mismatch"));
  }

  @ParameterizedTest(name = "T2 T3 refuses {0}, and records it")
  @MethodSource("callers")
  void refusesCallers(String what, String token, TlsFolder certificate, int status, String problem)
      throws IOException {
    HttpResponse<String> answer = PublicClient.with(certificate).get(EVENTS, Optional.of(token));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("problems/" + problem);
    String requestId = answer.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(refusals()).contains(requestId);
  }

  @Test
  @DisplayName("A1 who came with a certificate and no token is refused on its account's record")
  void recordsTheCertificatesAccount() throws IOException {
    HttpResponse<String> answer = PublicClient.with(erp()).get(EVENTS, Optional.empty());
    assertThat(answer.body()).contains("problems/credentials-missing");
    barrier();
    String requestId = answer.headers().firstValue("X-Request-Id").orElseThrow();
    JsonNode seen =
        JSON.readTree(
            get(EVENTS + "?limit=100", token -> token.environment(Environment.LIVE)).body());
    assertThat(seen.get("items").valueStream())
        .filteredOn(item -> item.path("requestId").asText().equals(requestId))
        .singleElement()
        .satisfies(item -> {
          assertThat(item.path("source").asText()).isEqualTo("audit");
          assertThat(item.path("account").asText()).isEqualTo(ACCOUNT);
          assertThat(item.path("actor").asText()).isEqualTo(erp().own().id().uri());
          assertThat(item.path("certificateSerial").asText()).isEqualTo(erp().own().serial());
          assertThat(item.path("apiVersion").asText()).isEqualTo("v1");
        });
  }

  @Test
  @DisplayName("T2 a token over no certificate is refused")
  void refusesTokenWithoutCertificate() throws IOException {
    HttpResponse<String> answer =
        PublicClient.withoutCertificate().get(EVENTS, Optional.of(token(t -> t)));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("problems/certificate-required");
  }

  @Test
  @DisplayName("anybody reads the checkpoint")
  void servesTheCheckpoint() throws IOException {
    HttpResponse<String> answer =
        PublicClient.withoutCertificate().get("/checkpoint", Optional.empty());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("giftwarden.example/audit\n");
  }

  /// The last refusals of this account: the record is committed before the answer, its leaf
  /// follows.
  private static List<String> refusals() throws IOException {
    barrier();
    List<String> requests = new ArrayList<>();
    JSON.readTree(get(EVENTS + "?limit=100", token -> token).body())
        .get("items")
        .forEach(item -> requests.add(item.path("requestId").asText()));
    return requests;
  }

  /// Returns when what was recorded before has its leaf.
  private static void barrier() {
    try (InternalClient gift = InternalClient.of("gift")) {
      gift.append(List.of(event("nobody", "", "test", "barrier")));
    }
  }

  private static HttpResponse<String> get(String path, UnaryOperator<TestToken> change)
      throws IOException {
    return PublicClient.with(erp()).get(path, Optional.of(token(change)));
  }

  private static String token(UnaryOperator<TestToken> change) {
    return Neighbours.auth()
        .mint(
            change.apply(
                Neighbours.auth()
                    .token()
                    .audience(Audience.AUDIT)
                    .account(ACCOUNT)
                    .scopes(Scope.AUDIT_READ)
                    .boundTo(erp().own().thumbprint())));
  }

  private static UnaryOperator<TestToken> change(UnaryOperator<TestToken> change) {
    return change;
  }

  private static TlsFolder erp() {
    return Neighbours.partner(ACCOUNT, "erp");
  }

  private static AuditEvent event(
      String account, String subAccount, String environment, String action) {
    return AuditEvent.of("key:theReader001", action)
        .account(account)
        .subAccount(subAccount)
        .environment(environment)
        .target("gft_1")
        .succeeded(Instant.now());
  }

  private static List<String> ids(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    JSON.readTree(answer.body()).get("items").forEach(item -> ids.add(item.get("id").asText()));
    return ids;
  }

  private static String withoutRequestId(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    return answer.body().replace(id, "");
  }

  private static byte[] hex(JsonNode item, String field) {
    return HexFormat.of().parseHex(item.get(field).asText());
  }

  private static AuditEvent read(JsonNode item) {
    return new AuditEvent(
        UUID.fromString(item.get("id").asText()),
        Instant.parse(item.get("time").asText()),
        item.path("account").asText(),
        item.path("subAccount").asText(),
        item.path("environment").asText(),
        item.path("actor").asText(),
        item.path("action").asText(),
        item.path("target").asText(),
        Outcome.parse(item.get("outcome").asText()),
        item.path("reason").asText(),
        item.path("sourceAddress").asText(),
        item.path("certificateSerial").asText(),
        item.path("keyId").asText(),
        item.path("apiVersion").asText(),
        item.path("requestId").asText(),
        item.get("count").asLong());
  }
}
