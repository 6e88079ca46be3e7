package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.token.Verdict;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.OwnIdentity;
import dev.giftwarden.auth.v1.TrustAck;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("The internal port: Exchange and WatchTrust over mutual TLS")
class InternalPortTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final Directory directory = new Directory();

  @Test
  @DisplayName("a bare key becomes a token for the calling service alone, bound to the partner")
  void exchangesForTheCallerAlone() {
    var account = directory.account("enterprise", "required");
    directory.client(account, "erp", "gifts:read");
    var key = directory.key(account, "gifts:read", "").get("key").asText();
    var partner = Edge.partner(account, "erp").certificate();
    try (var gift = Peer.service("gift")) {
      var answer =
          gift.stub().exchange(Peer.presented(key, HERE.getHostAddress(), partner.chain()));
      assertThat(answer.hasIssued()).as(answer.toString()).isTrue();
      var trust = gift.follow();
      var origin = new Origin(Optional.of(partner.own()), HERE, UUID.randomUUID());
      assertThat(verify(Audience.GIFT, trust, answer.getIssued().getToken(), origin))
          .isInstanceOf(Verdict.Accepted.class);
      assertThat(verify(Audience.AUDIT, trust, answer.getIssued().getToken(), origin))
          .isInstanceOf(Verdict.Refused.class);
      assertThat(
              gift.stub()
                  .exchange(Peer.presented(key, HERE.getHostAddress(), List.of()))
                  .getRefused()
                  .getProblem())
          .as("the account's policy is the same here")
          .isEqualTo("certificate-required");
    }
  }

  @Test
  @DisplayName("a service's own certificate becomes its own token for audit")
  void givesServicesTheirOwnToken() {
    try (var gift = Peer.service("gift")) {
      var answer =
          gift.stub()
              .exchange(
                  ExchangeRequest.newBuilder().setOwn(OwnIdentity.getDefaultInstance()).build());
      var origin = new Origin(Optional.of(gift.own()), HERE, UUID.randomUUID());
      assertThat(verify(Audience.AUDIT, gift.follow(), answer.getIssued().getToken(), origin))
          .isInstanceOf(Verdict.Accepted.class);
    }
  }

  @Test
  @DisplayName("a revocation reaches a follower within a second")
  void revocationReachesFollowers() throws InterruptedException {
    var account = directory.account("standard", "optional");
    var key = directory.key(account, "gifts:read", "");
    var subject = "key:" + key.get("id").asText();
    try (var gift = Peer.service("gift")) {
      var trust = gift.follow();
      assertThat(trust.epoch(subject)).isEqualTo(-1);
      var path = "/v1/accounts/" + account + "/keys/" + key.get("id").asText() + "/revoke";
      assertThat(Edge.operator().post(path, "").status()).isEqualTo(200);
      assertThat(gift.awaits(Duration.ofSeconds(1), () -> trust.epoch(subject) == 2)).isTrue();
    }
  }

  @Test
  @DisplayName("T3 a row that nobody vouches for is in no snapshot, and the others are")
  void snapshotWithoutForgedRow() throws SQLException {
    var database = TestDatabase.ofThisJvm();
    try (var connection = database.connect(ServiceDatabase.AUTH, "auth");
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into signing_key (id, public_key, not_after, chain, signature)
          select 'forged', '\\x00', 'infinity', chain, '\\x00' from signing_key limit 1
          """);
      try (var gift = Peer.service("gift")) {
        assertThat(gift.follow().signingKeys()).isNotEmpty().doesNotContain("forged");
      } finally {
        statement.execute("delete from signing_key where id = 'forged'");
      }
    }
  }

  @Test
  @DisplayName("Z3 a service that the table does not name is refused: PERMISSION_DENIED")
  void refusesOtherServices() {
    try (var other = Peer.service("webhook")) {
      assertThatThrownBy(() ->
              other.stub().exchange(Peer.presented("gwk_x", HERE.getHostAddress(), List.of())))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
    }
  }

  @Test
  @DisplayName("a request that is not one is INVALID_ARGUMENT, a key that is none a refusal")
  void refusesNonsense() {
    try (var gift = Peer.service("gift")) {
      assertThatThrownBy(() -> gift.stub().exchange(ExchangeRequest.getDefaultInstance()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
      assertThat(
              gift.stub()
                  .exchange(Peer.presented("gwk_x", HERE.getHostAddress(), List.of()))
                  .getRefused()
                  .getProblem())
          .isEqualTo("key-invalid");
    }
  }

  @ParameterizedTest(name = "Z5 a consumer of the feed has a name that can be written down: {0}")
  @ValueSource(strings = {"", "a b", "a\nb", "a\u0000", "a\u001b[2J", "é", "a\u200b"})
  void refusesOddNames(String name) throws Exception {
    try (var gift = Peer.service("gift")) {
      for (var odd : List.of(name, "x".repeat(65))) {
        var call = watch(gift, odd);
        assertThatThrownBy(call::read)
            .isInstanceOfSatisfying(
                StatusException.class,
                e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
      }
      var call = watch(gift, "x".repeat(64));
      assertThat(call.read().hasSnapshot()).isTrue();
      call.cancel("read enough", null);
    }
  }

  private static BlockingClientCall<TrustAck, TrustUpdate> watch(Peer peer, String name)
      throws Exception {
    var call =
        AuthServiceGrpc.newBlockingV2Stub(peer.stub().getChannel())
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .watchTrust();
    call.write(TrustAck.newBuilder().setConsumer(name).build());
    return call;
  }

  private static Verdict verify(Audience audience, TrustState trust, String token, Origin origin) {
    return new TokenVerifier("https://localhost:8441", audience, trust, InstantSource.system())
        .verify(token, origin);
  }
}
