package dev.giftwarden.auth.story;

import static dev.giftwarden.auth.story.AboutTokens.BOUND;
import static dev.giftwarden.auth.story.AboutTokens.INTROSPECT;
import static dev.giftwarden.auth.story.AboutTokens.REVOKE;
import static dev.giftwarden.auth.story.AboutTokens.altered;
import static dev.giftwarden.auth.story.AboutTokens.done;
import static dev.giftwarden.auth.story.AboutTokens.id;
import static dev.giftwarden.auth.story.AboutTokens.secret;
import static dev.giftwarden.auth.story.AboutTokens.tokenId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.rpc.BadRequest;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.IntrospectionRequest;
import dev.giftwarden.auth.v1.IntrospectionResponse;
import dev.giftwarden.auth.v1.OwnIdentity;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("T6 RFC 7662: a resource server is shown the tokens for itself, and no others")
class ResourceServerTest {
  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();
  private Peer gift;
  private Peer audit;

  @BeforeEach
  void connect() {
    gift = Peer.service("gift");
    audit = Peer.service("audit");
  }

  @AfterEach
  void hangUp() {
    gift.close();
    audit.close();
  }

  @Test
  @DisplayName(
      "T6 it reads what the holder reads, member by member, and the account sees who asked")
  void sameAsTheHolder() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "gifts:read audit:read");
    var key = directory.key(account, "gifts:read audit:read", "");
    var erp = Edge.partner(account, "erp");
    for (var edge : List.of(stranger, erp)) {
      for (var peer : Map.of("gift", gift, "audit", audit).entrySet()) {
        var token = token(edge, key, peer.getKey());
        var holder = stranger.postForm(INTROSPECT, secret(key, token)).json();
        var server = ask(peer.getValue(), token);
        assertThat(members(server)).isEqualTo(members(holder));
        assertThat(server.hasCnf()).isEqualTo(edge == erp);
        var spiffe = "spiffe://services.giftwarden.example/" + peer.getKey();
        var both = List.of(spiffe + " ", "key:" + id(key) + " ");
        assertThat(gift.awaits(BOUND, () -> records(account, token).containsAll(both))).isTrue();
      }
    }
    var ofClient = form(erp, Map.of("client_id", "erp", "grant_type", "client_credentials"));
    assertThat(ask(gift, ofClient).getSub()).isEqualTo("client:" + account + "/erp");
  }

  @Test
  @DisplayName(
      "T6 Z6 a token for another service reads like none, and the account sees the attempt")
  void foreign() {
    var account = directory.account("enterprise", "optional");
    var key = directory.key(account, "gifts:read audit:read keys:read", "");
    var forGift = token(stranger, key, "gift");
    var forAudit = token(stranger, key, "audit");
    var forAuth = token(stranger, key, "auth");
    for (var token : List.of(forAudit, forAuth)) {
      inactive(gift, token);
      assertThat(records(account, token))
          .containsExactly("spiffe://services.giftwarden.example/gift not-visible");
    }
    inactive(audit, forGift);
    inactive(audit, forAuth);
    var giftsOwn =
        gift.stub()
            .exchange(ExchangeRequest.newBuilder().setOwn(OwnIdentity.getDefaultInstance()).build())
            .getIssued()
            .getToken();
    inactive(gift, giftsOwn);
    assertThat(ask(audit, giftsOwn).getSub())
        .as("which is for audit")
        .isEqualTo("spiffe://services.giftwarden.example/gift");
  }

  @Test
  @DisplayName("T6 whatever is no token of ours reads like one that is dead")
  void garbage() {
    var key = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var token = token(stranger, key, "gift");
    assertThat(ask(gift, token).getActive()).isTrue();
    var whole = key.get("key").asText();
    for (String no :
        List.of("x", altered(token), whole, "\u0000", "é", "a.b.c", "y".repeat(60_000))) {
      inactive(gift, no);
    }
    inactive(gift, token.substring(0, token.lastIndexOf('.') + 1));
  }

  @Test
  @DisplayName("T6 a token that was revoked, by itself, with its key or its account, reads as dead")
  void dead() {
    var account = directory.account("enterprise", "optional");
    var key = directory.key(account, "gifts:read", "");
    var path = "/v1/accounts/" + account;

    var revoked = token(stranger, key, "gift");
    var kept = token(stranger, key, "gift");
    done(stranger.postForm(REVOKE, secret(key, revoked)));
    becomesInactive(revoked);
    assertThat(ask(gift, kept).getActive()).isTrue();

    assertThat(Edge.operator().post(path + "/suspend", "").outcome()).isEqualTo("200");
    becomesInactive(kept);
    assertThat(Edge.operator().post(path + "/resume", "").outcome()).isEqualTo("200");
    becomesInactive(kept);

    var ofKey = token(stranger, key, "gift");
    assertThat(ask(gift, ofKey).getActive()).isTrue();
    var end = Edge.operator().post(path + "/keys/" + id(key) + "/revoke", "");
    assertThat(end.outcome()).isEqualTo("200");
    becomesInactive(ofKey);
  }

  @Test
  @DisplayName("T6 a token that has ended reads as dead")
  void ended() {
    var account = directory.account("enterprise", "optional");
    var soon = Instant.now().plus(Duration.ofSeconds(4)).truncatedTo(ChronoUnit.MILLIS);
    var made =
        Edge.operator()
            .post(
                "/v1/accounts/" + account + "/keys",
                "{\"environment\":\"live\",\"scopes\":[\"gifts:read\"],\"expiresAt\":\"%s\"}"
                    .formatted(soon));
    var token = token(stranger, made.json(), "gift");
    assertThat(ask(gift, token).getActive()).isTrue();
    becomesInactive(token);
  }

  @Test
  @DisplayName("T6 C6 a token reads as dead when the certificate is revoked that it is bound to")
  void boundToWhatIsRevoked() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "gifts:read");
    var key = directory.key(account, "gifts:read", "");
    var erp = directory.enrolled(account, "erp");
    var token = token(erp, key, "gift");
    assertThat(ask(gift, token).getActive()).isTrue();
    var certificate =
        "/v1/accounts/%s/clients/erp/certificates/%s/revoke"
            .formatted(account, erp.certificate().own().serial());
    var revoked = Edge.operator().post(certificate, "{\"reason\":\"superseded\"}");
    assertThat(revoked.outcome()).as(revoked.text()).isEqualTo("200");
    inactive(gift, token);
  }

  @Test
  @DisplayName("T6 no text at all is INVALID_ARGUMENT, and the detail names the field")
  void nothing() {
    assertThatThrownBy(() -> gift.stub().introspect(IntrospectionRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription()).isEqualTo("token is missing");
              assertThat(faults(e)).containsExactly("token is missing");
            });
  }

  @Test
  @DisplayName("T6 Z3 no other service may ask, auth itself neither")
  void otherServices() {
    var key = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var token = token(stranger, key, "gift");
    for (String name : List.of("webhook", "auth")) {
      try (var other = Peer.service(name)) {
        assertThatThrownBy(() -> other.stub().introspect(about(token)))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
      }
    }
  }

  @Test
  @DisplayName("E5 T6 a service that asks too often is told to wait, and the other is not")
  void limited() {
    var channel = AuthServiceGrpc.newFutureStub(audit.stub().getChannel());
    var answers = IntStream.range(0, 600).mapToObj(_ -> channel.introspect(about("x"))).toList();
    var codes = answers.stream().map(answer -> code(answer::get)).toList();
    assertThat(codes).contains("OK", "RESOURCE_EXHAUSTED rate-limited");
    assertThat(code(() -> gift.stub().introspect(about("x")))).isEqualTo("OK");
    assertThat(Outbox.events(event -> event.action().equals("token.introspect")))
        .extracting(event -> event.actor() + " " + event.reason())
        .contains("spiffe://services.giftwarden.example/audit rate");
  }

  private static String token(Edge edge, JsonNode key, String audience) {
    return form(edge, Directory.secret(key, "audience", audience));
  }

  private static String form(Edge edge, Map<String, String> form) {
    var answer = edge.postForm("/oauth2/token", form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("access_token").asText();
  }

  private static IntrospectionRequest about(String token) {
    return IntrospectionRequest.newBuilder().setToken(token).build();
  }

  /// Asked again as long as the test of the rate has left nothing to the service.
  private static IntrospectionResponse ask(Peer peer, String token) {
    var answer = new IntrospectionResponse[1];
    var outcome =
        AboutTokens.becomes(
            "OK", () -> code(() -> answer[0] = peer.stub().introspect(about(token))));
    assertThat(outcome).isEqualTo("OK");
    return answer[0];
  }

  private static void inactive(Peer peer, String token) {
    assertThat(ask(peer, token)).isEqualTo(IntrospectionResponse.getDefaultInstance());
  }

  private void becomesInactive(String token) {
    assertThat(gift.awaits(BOUND, () -> !ask(gift, token).getActive())).isTrue();
    inactive(gift, token);
  }

  private interface Call {
    Object answer() throws Exception;
  }

  private static String code(Call call) {
    try {
      var _ = call.answer();
      return "OK";
    } catch (Exception e) {
      var status = Status.fromThrowable(e);
      return status.getCode() + " " + status.getDescription();
    }
  }

  private static List<String> faults(StatusRuntimeException refused) {
    var status = Objects.requireNonNull(StatusProto.fromThrowable(refused));
    assertThat(status.getDetailsList()).hasSize(1);
    try {
      return status.getDetails(0).unpack(BadRequest.class).getFieldViolationsList().stream()
          .map(fault -> fault.getField() + " " + fault.getDescription())
          .toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Who asked about the token, and why in vain.
  private static List<String> records(String account, String token) {
    return Outbox.ofAccount(account).stream()
        .filter(event -> event.action().equals("token.introspect"))
        .filter(event -> event.target().equals("token:" + tokenId(token)))
        .map(ResourceServerTest::outcome)
        .toList();
  }

  private static String outcome(AuditEvent event) {
    return event.actor() + " " + event.reason();
  }

  private static Map<String, Object> members(JsonNode answer) {
    var members = new LinkedHashMap<String, Object>();
    answer
        .fields()
        .forEachRemaining(member -> {
          var value = member.getValue();
          members.put(member.getKey(), value.isTextual() ? value.asText() : value.toString());
        });
    return members;
  }

  private static Map<String, Object> members(IntrospectionResponse answer) {
    var members = new LinkedHashMap<String, Object>();
    answer.getAllFields().forEach((field, value) -> members.put(field.getName(), value.toString()));
    if (answer.hasCnf()) {
      members.put("cnf", "{\"x5t#S256\":\"%s\"}".formatted(answer.getCnf().getX5TS256()));
    }
    return members;
  }
}
