package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.OwnIdentity;
import dev.giftwarden.auth.v1.TrustAck;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Answer;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("C6 a revoked certificate is dead on open connections too")
class CertificateRevocationTest {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final String SUPERSEDED = "{\"reason\": \"superseded\"}";

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();

  @Test
  @DisplayName(
      "C6 T6 a partner's own: its token, and the next one, over the connection that was open")
  void partners() throws Exception {
    var account = directory.account("enterprise", "required");
    directory.client(account, "erp", "keys:read");
    directory.client(account, "shop", "keys:read");
    var key = directory.key(account, "keys:read", "gifts:read");
    var erp = Edge.partner(account, "erp");
    var shop = Edge.partner(account, "shop");
    var token = Directory.token(erp, key);
    var others = Directory.token(shop, key);
    assertThat(read(erp, account, token).outcome()).isEqualTo("200");
    enter(account, "erp", erp.certificate(), null);

    var path = revoke(account, "erp", erp.certificate());
    var answer = operator.post(path, "{\"reason\": \"keyCompromise\"}");
    assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
    assertThat(answer.json().at("/certificates/0/reason").asText()).isEqualTo("keyCompromise");

    assertThat(becomes("401 certificate-revoked", () -> read(erp, account, token).outcome()))
        .isEqualTo("401 certificate-revoked");
    var bare = key.get("key").asText();
    assertThat(read(erp, account, bare).outcome()).isEqualTo("401 certificate-revoked");
    assertThat(oauth(erp.postForm("/oauth2/token", Directory.secret(key))))
        .isEqualTo("401 invalid_client certificate-revoked");
    assertThat(oauth(erp.postForm("/oauth2/token", alone("erp"))))
        .isEqualTo("401 invalid_client certificate-revoked");
    assertThat(read(shop, account, others).outcome()).isEqualTo("200");
    try (var gift = Peer.service("gift")) {
      assertThat(
              gift.stub()
                  .exchange(Peer.presented(key, erp.certificate().chain()))
                  .getRefused()
                  .getProblem())
          .isEqualTo("certificate-revoked");
      assertThat(gift.stub().exchange(Peer.presented(key, shop.certificate().chain())).hasIssued())
          .isTrue();
    }
    assertThat(Outbox.ofAccount(account)).anyMatch(e -> e.action().equals("certificate.revoke"));
  }

  @Test
  @DisplayName("C6 twice is once: the first reason stays, and the list of revoked ones has it once")
  void twice() throws Exception {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "keys:read");
    var erp = Edge.partner(account, "erp");
    enter(account, "erp", erp.certificate(), null);
    var path = revoke(account, "erp", erp.certificate());
    var first = operator.post(path, SUPERSEDED);
    var second = operator.post(path, "{\"reason\": \"keyCompromise\"}");
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(
            Outbox.ofAccount(account).stream().filter(e -> e.action().equals("certificate.revoke")))
        .hasSize(1);
  }

  @Test
  @DisplayName(
      "C6 whatever was renewed from it dies with it if the key was lost, and else does not")
  void successors() throws Exception {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "keys:read");
    var first = Edge.partner(account, "erp").certificate();
    var second = Edge.partner(account, "erp").certificate();
    var third = Edge.partner(account, "erp").certificate();
    enter(account, "erp", first, null);
    enter(account, "erp", second, first);
    enter(account, "erp", third, second);
    assertThat(serials(operator.post(revoke(account, "erp", first), SUPERSEDED)))
        .containsExactly(first.own().serial());
    assertThat(
            serials(
                operator.post(revoke(account, "erp", second), "{\"reason\": \"cACompromise\"}")))
        .containsExactly(second.own().serial(), third.own().serial());
  }

  @Test
  @DisplayName("C6 one that auth has not issued takes an operator, and its end")
  void unlisted() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "keys:read");
    var erp = Edge.partner(account, "erp");
    var administrator = directory.key(account, "certificates:write", "");
    var bearer = "Bearer " + administrator.get("key").asText();
    var path = revoke(account, "erp", erp.certificate());
    assertThat(Edge.stranger().post(path, SUPERSEDED, "Authorization", bearer).outcome())
        .isEqualTo("404 not-found");
    var without = operator.post(path, SUPERSEDED);
    assertThat(without.outcome()).isEqualTo("400 malformed-request");
    assertThat(without.json().at("/errors/0/field").asText()).isEqualTo("notAfter");
    var end = erp.certificate().own().notAfter();
    var late = Instant.now().plus(Duration.ofDays(400));
    assertThat(operator.post(path, withEnd(late)).outcome()).isEqualTo("400 malformed-request");
    assertThat(operator.post(path, withEnd(end)).outcome()).isEqualTo("200");
    assertThat(operator.post(path, SUPERSEDED).outcome()).isEqualTo("200");
  }

  @Test
  @DisplayName("K1 another account's certificate cannot be told from one that does not exist")
  void othersAreNotThere() throws Exception {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "keys:read");
    var erp = Edge.partner(account, "erp").certificate();
    enter(account, "erp", erp, null);
    var other = directory.account("standard", "optional");
    directory.client(other, "erp", "keys:read");
    var key = directory.key(other, "certificates:write", "").get("key").asText();
    var stranger = Edge.stranger();
    for (var path :
        List.of(
            revoke(account, "erp", erp),
            revoke(other, "erp", erp),
            "/v1/accounts/" + other + "/clients/erp/certificates/1/revoke",
            "/v1/accounts/" + other + "/clients/erp/certificates/0/revoke",
            "/v1/accounts/" + other + "/clients/none/revoke",
            "/v1/accounts/" + account + "/clients/erp/revoke")) {
      var answer = stranger.post(path, SUPERSEDED, "Authorization", "Bearer " + key);
      assertThat(answer.outcome()).as(path).isEqualTo("404 not-found");
    }
    assertThat(serials(operator.post(revoke(account, "erp", erp), SUPERSEDED))).hasSize(1);
  }

  @Test
  @DisplayName("C6 a client that was revoked: certificates, tokens, and no token ever again")
  void clients() throws Exception {
    var account = directory.account("enterprise", "required");
    directory.client(account, "erp", "keys:read");
    directory.client(account, "shop", "keys:read");
    var key = directory.key(account, "keys:read certificates:write", "gifts:read");
    var listed = Edge.partner(account, "erp");
    enter(account, "erp", listed.certificate(), null);
    var unlisted = Edge.partner(account, "erp");
    var shop = Edge.partner(account, "shop");
    var token = Directory.token(unlisted, key);
    var path = "/v1/accounts/" + account + "/clients/erp/revoke";
    var bearer = "Bearer " + Directory.token(shop, key);

    var answer = shop.post(path, SUPERSEDED, "Authorization", bearer);
    assertThat(serials(answer)).containsExactly(listed.certificate().own().serial());
    assertThat(answer.json().path("clientRevokedAt").asText()).endsWith("Z");
    assertThat(shop.post(path, SUPERSEDED, "Authorization", bearer).outcome()).isEqualTo("200");

    assertThat(becomes("401 token-revoked", () -> read(unlisted, account, token).outcome()))
        .isEqualTo("401 token-revoked");
    assertThat(oauth(unlisted.postForm("/oauth2/token", Directory.secret(key))))
        .isEqualTo("401 invalid_client client-revoked");
    assertThat(oauth(unlisted.postForm("/oauth2/token", alone("erp"))))
        .isEqualTo("401 invalid_client client-revoked");
    assertThat(oauth(listed.postForm("/oauth2/token", alone("erp"))))
        .isEqualTo("401 invalid_client certificate-revoked");
    assertThat(shop.postForm("/oauth2/token", alone("shop")).status()).isEqualTo(200);
    assertThat(Outbox.ofAccount(account))
        .filteredOn(event -> event.action().equals("client.revoke"))
        .hasSize(1);
  }

  @Test
  @DisplayName("C14 C7 a service's: the stream that was open, and the next call, UNAUTHENTICATED")
  void services() throws Exception {
    try (var gift = Peer.service("gift");
        var audit = Peer.service("audit")) {
      var stream = watch(gift);
      var kept = watch(audit);
      assertThat(stream.read().hasSnapshot()).isTrue();
      assertThat(kept.read().hasSnapshot()).isTrue();
      var pem = Pem.encode(gift.own().leaf()).replace("\n", "\\n");
      var answer =
          operator.post(
              "/v1/certificates/revoke",
              "{\"reason\": \"keyCompromise\", \"certificate\": \"" + pem + "\"}");
      assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");

      assertThatThrownBy(() -> readOn(stream))
          .isInstanceOfSatisfying(
              StatusException.class, e -> assertThat(dead(e.getStatus())).isTrue());
      assertThatThrownBy(() -> gift.stub().exchange(own()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class, e -> assertThat(dead(e.getStatus())).isTrue());
      assertThat(audit.stub().exchange(own()).hasIssued()).isTrue();
      assertThat(kept.read()).isNotEqualTo(TrustUpdate.getDefaultInstance());
      kept.cancel("read enough", null);
      assertThat(gift.awaits(BOUND, () -> !cuts(gift).isEmpty())).isTrue();
    }
  }

  @Test
  @DisplayName("C6 an operator's, the caller's own too; the others' work on")
  void operators() {
    var folder = TestDatabase.ofThisJvm().home().resolve("operators/olga");
    GiftwardenStack.pki().issueOperator("olga", folder);
    var olga = Edge.over(TlsFolder.open(folder, InstantSource.system()));
    var own = olga.certificate().own();
    assertThat(olga.get("/v1/accounts/nowhere").outcome()).isEqualTo("404 not-found");
    var body =
        """
        {"reason": "cessationOfOperation", "serial": "%s", "holder": "%s", "notAfter": "%s"}\
        """;
    var answer =
        olga.post(
            "/v1/certificates/revoke",
            body.formatted(own.serial(), own.id().uri(), own.notAfter()));
    assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
    assertThat(becomes("401 certificate-revoked", () -> olga.get("/v1/accounts/nowhere").outcome()))
        .isEqualTo("401 certificate-revoked");
    assertThat(olga.get("/.well-known/jwks.json").outcome()).isEqualTo("200");
    assertThat(operator.get("/v1/accounts/nowhere").outcome()).isEqualTo("404 not-found");
    var partner =
        operator.post(
            "/v1/certificates/revoke",
            body.formatted(
                "1",
                "spiffe://partners.giftwarden.example/account/acme/client/erp",
                Instant.now()));
    assertThat(partner.json().at("/errors/0/field").asText()).isEqualTo("holder");
  }

  private static List<AuditEvent> cuts(Peer service) {
    return Outbox.events(event ->
        event.action().endsWith("/WatchTrust")
            && event.certificateSerial().equals(service.own().serial()));
  }

  private Answer read(Edge edge, String account, String token) {
    return edge.get("/v1/accounts/" + account + "/keys", "Authorization", "Bearer " + token);
  }

  private static Map<String, String> alone(String client) {
    return Map.of("grant_type", "client_credentials", "client_id", client, "audience", "auth");
  }

  private static String oauth(Answer answer) {
    var uri = answer.json().path("error_uri").asText();
    return answer.status()
        + " "
        + answer.json().path("error").asText()
        + " "
        + uri.substring(uri.lastIndexOf('/') + 1);
  }

  private static String revoke(String account, String client, TlsFolder certificate) {
    return "/v1/accounts/%s/clients/%s/certificates/%s/revoke"
        .formatted(account, client, certificate.own().serial());
  }

  private static String withEnd(Instant end) {
    return "{\"reason\": \"superseded\", \"notAfter\": \"" + end + "\"}";
  }

  private static List<String> serials(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().at("/certificates").findValuesAsText("serial");
  }

  /// As the inventory has it of one that auth has issued.
  private static void enter(
      String account, String client, TlsFolder certificate, @Nullable TlsFolder predecessor)
      throws SQLException {
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement =
            connection.prepareStatement(
                """
                insert into certificate (serial, account, client, thumbprint, key_sha256, versions,
                  not_before, not_after, issued_at, issued_by, predecessor)
                values (?, ?, ?, ?, sha256(convert_to(?, 'UTF8')), '{v1}',
                  now() - interval '1 hour', now() + interval '1 day', now(), 'a test', ?)
                """)) {
      statement.setString(1, certificate.own().serial());
      statement.setString(2, account);
      statement.setString(3, client);
      statement.setString(4, certificate.own().thumbprint().value());
      statement.setString(5, certificate.own().serial());
      statement.setString(6, predecessor == null ? null : predecessor.own().serial());
      statement.executeUpdate();
    }
  }

  private static BlockingClientCall<TrustAck, TrustUpdate> watch(Peer peer) throws Exception {
    var call =
        AuthServiceGrpc.newBlockingV2Stub(peer.stub().getChannel())
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .watchTrust();
    call.write(TrustAck.newBuilder().setConsumer("test").setDialect(1).build());
    return call;
  }

  /// Reads until the stream breaks.
  private static void readOn(BlockingClientCall<TrustAck, TrustUpdate> stream) throws Exception {
    while (stream.read() != null) {
      assertThat(stream).isNotNull();
    }
  }

  private static boolean dead(Status status) {
    return status.getCode() == Status.Code.UNAUTHENTICATED
        && "certificate-revoked".equals(status.getDescription());
  }

  private static ExchangeRequest own() {
    return ExchangeRequest.newBuilder().setOwn(OwnIdentity.getDefaultInstance()).build();
  }

  private static String becomes(String wanted, Supplier<String> read) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    var last = read.get();
    while (!last.equals(wanted) && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(1_000_000);
      last = read.get();
    }
    return last;
  }
}
