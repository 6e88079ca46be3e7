package dev.giftwarden.acceptance.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Routes;
import dev.giftwarden.local.stack.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A second replica of each service, traced, and what reaches the collector.
class TracesTest {
  private static final House HOUSE = House.started();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String STRANGERS = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String EXCHANGE = "giftwarden.auth.v1.AuthService/Exchange";
  private static final String APPEND = "giftwarden.audit.v1.AuditService/Append";

  /// All that a span may say, beside its name.
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "giftwarden.request_id",
          "giftwarden.request_ids",
          "http.route",
          "http.response.status_code",
          "rpc.grpc.status_code");

  private static final List<Replica> REPLICAS = new ArrayList<>();
  private static Collector collector;
  private static Replica gift;
  private static Partner acme;
  private static Partner.Key key;
  private static String budget;

  @BeforeAll
  static void traced() throws Exception {
    collector = Collector.start(HOUSE);
    Ports.Of auditPorts = free();
    Ports.Of authPorts = free();
    Routes way = new Routes(HOUSE.ports().database(), authPorts.grpc(), auditPorts.grpc());
    Replica audit = traced(Service.AUDIT, auditPorts, way);
    Replica auth = traced(Service.AUTH, authPorts, way);
    gift = traced(Service.GIFT, free(), way);
    REPLICAS.forEach(Replica::start);
    List.of(auth, audit, gift).forEach(Replica::awaitReady);
    acme = Partner.enterprise(HOUSE, "traced");
    key = acme.sender();
    budget = acme.budget(acme.token(key, "gift"), 1000_00);
  }

  private static Ports.Of free() {
    List<Integer> free = FreePorts.find(3);
    return new Ports.Of(free.get(0), free.get(1), free.get(2));
  }

  private static Replica traced(Service service, Ports.Of own, Routes way) {
    Replica replica =
        HOUSE
            .stack()
            .addReplica(
                service,
                own,
                way,
                Map.of(
                    "GIFTWARDEN_TRACING_ENDPOINT", collector.endpoint(),
                    "GIFTWARDEN_TRACING_ROOTS", HOUSE.root().toString(),
                    "GIFTWARDEN_TRACING_SHARE", "1"));
    REPLICAS.add(replica);
    return replica;
  }

  @AfterAll
  static void untraced() {
    REPLICAS.forEach(Replica::close);
    collector.close();
  }

  /// By the bare key, for which the edge asks auth once.
  private static Reply send(Partner.Key by) {
    Reply sent =
        HOUSE.post(
            acme.certificate,
            gift.https() + "/v1/gifts",
            """
            {"budgetId":"%s","amount":1,"currency":"EUR",
             "recipient":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}\
            """
                .formatted(budget),
            "--header",
            "X-Api-Key: " + by.secret(),
            "--header",
            "traceparent: 00-" + STRANGERS + "-00f067aa0ba902b7-01",
            "--header",
            "User-Agent: lovelace");
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    return sent;
  }

  @Test
  @DisplayName("Z9 one request id from the answer through edge, auth and the audit record")
  void oneRequest() {
    Reply sent = send(acme.sender()); // for whom the edge has no token yet
    String request = requestId(sent);
    Collector.Span edge =
        awaited(span ->
            span.service().equals("gift")
                && span.name().equals("POST /v1/gifts")
                && span.isOf(request));
    assertThat(edge.parent()).isEmpty();
    assertThat(edge.trace()).isNotEqualTo(STRANGERS);
    assertThat(edge.attributes().get("http.response.status_code")).containsExactly("201");
    Collector.Span asked = awaited(span -> span.parent().equals(edge.id()));
    assertThat(asked.name()).isEqualTo(EXCHANGE);
    Collector.Span answered = awaited(span -> span.parent().equals(asked.id()));
    assertThat(answered.service()).isEqualTo("auth");
    assertThat(answered.name()).isEqualTo(EXCHANGE);
    assertThat(List.of(asked, answered))
        .allMatch(span -> span.trace().equals(edge.trace()))
        .allMatch(span -> span.isOf(request));

    String reader = acme.token(acme.key(List.of("audit:read")), "audit");
    String recorded =
        Eventually.becomes(
            SOON,
            request,
            () ->
                HOUSE
                    .curl(
                        acme.certificate,
                        HOUSE.audit + "/v1/audit/events?action=gift.send&limit=1",
                        "--oauth2-bearer",
                        reader)
                    .text("/items/0/requestId"));
    assertThat(recorded).isEqualTo(request);
  }

  /// The other replica drains the same outbox: it takes some gifts until this one has delivered
  /// one.
  @Test
  @DisplayName("Z9 the delivery to audit names the requests that it tells of, at both its ends")
  void delivered() {
    Set<String> requests = ConcurrentHashMap.newKeySet();
    Predicate<Collector.Span> delivery =
        span -> span.name().equals(APPEND) && requests.stream().anyMatch(span::isOf);
    String seen =
        Eventually.becomes(
            Duration.ofMinutes(1),
            "gift audit",
            () -> {
              requests.add(requestId(send(key)));
              return collector.spans().stream()
                  .filter(delivery)
                  .filter(end -> !end.service().equals("auth"))
                  .map(Collector.Span::service)
                  .distinct()
                  .sorted(Comparator.reverseOrder())
                  .collect(Collectors.joining(" "));
            });
    assertThat(seen).isEqualTo("gift audit");
    Collector.Span served = awaited(delivery.and(span -> span.service().equals("audit")));
    Collector.Span sent = awaited(span -> span.id().equals(served.parent()));
    assertThat(sent.name()).isEqualTo(APPEND);
    assertThat(sent.trace()).isEqualTo(served.trace());
  }

  @Test
  @DisplayName("Z9 K4 spans say words of ours, numbers and request ids, and come by certificate")
  void sayNothingElse() {
    Partner.Key fresh = acme.sender(); // for whom the edge has to ask auth
    String request = requestId(send(fresh));
    for (String path :
        List.of("/v1/gifts/ada@lovelace.example?who=" + key.id(), "/lovelace/" + acme.account)) {
      var _ = HOUSE.curl(Identity.NONE, gift.https() + path);
      var _ = HOUSE.curl(Identity.NONE, gift.https() + path, "--header", "Host: lovelace.example");
      var _ = HOUSE.curl(Identity.NONE, gift.https() + path, "--request", "PUT");
    }
    awaited(span -> span.isOf(request));
    awaited(span -> span.name().equals("other"));
    assertThat(Eventually.answers(SOON, senders -> senders.size() > 1, collector::senders))
        .hasSizeGreaterThan(1);
    assertThat(collector.spans())
        .allMatch(span -> ATTRIBUTES.containsAll(span.attributes().keySet()))
        .extracting(Collector.Span::name)
        .allMatch(name ->
            name.matches("other|[A-Z]+ (/[a-z0-9.{}-]+)+|giftwarden\\.[a-z0-9.]+\\w+/\\w+"));
    assertThat(collector.text())
        .doesNotContainIgnoringCase("lovelace", "ada@", "gwk_", "Bearer", "127.0.0.1")
        .doesNotContain(acme.account, key.id(), key.secret(), budget, STRANGERS)
        .doesNotContain(fresh.id(), fresh.secret());
  }

  /// What else is refused, `CollectorTest` of the edge says.
  @Test
  @DisplayName("Z9 a collector without roots to vouch for it stops the start in one line")
  void refuses() {
    Map<String, String> settings =
        Map.of("GIFTWARDEN_TRACING_ENDPOINT", "https://localhost:4318/v1/traces");
    Replica replica = HOUSE.stack().addReplica(Service.AUDIT, free(), HOUSE.routes(), settings);
    replica.start();
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(replica::awaitReady)
        .withMessageContaining("which vouch for the collector");
    replica.close();
  }

  private static Collector.Span awaited(Predicate<Collector.Span> wanted) {
    Eventually.becomes(
        SOON, "true", () -> Boolean.toString(collector.spans().stream().anyMatch(wanted)));
    Optional<Collector.Span> found = collector.spans().stream().filter(wanted).findFirst();
    assertThat(found).as("of %s", collector.spans()).isPresent();
    return found.get();
  }

  private static String requestId(Reply reply) {
    return Objects.requireNonNull(reply.headers().get("x-request-id"));
  }
}
