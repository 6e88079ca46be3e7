package dev.giftwarden.auth.client.remote;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.FOLDER;
import static dev.giftwarden.auth.client.testing.TestIdentities.GIFT;
import static dev.giftwarden.auth.client.testing.TestIdentities.PKI;
import static dev.giftwarden.auth.client.testing.TestIdentities.over;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.exchange.KeyExchange.Exchanged;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.auth.client.route.ServedRoute.Door;
import dev.giftwarden.auth.client.route.ServedRoutes;
import dev.giftwarden.auth.client.testing.TestAuth;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.token.Verdict;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.v1.AnnouncedRoute;
import dev.giftwarden.testkit.Grpc;
import io.grpc.ManagedChannel;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Auth from afar, over real mutual TLS.
class RemoteTest {
  private static final String ISSUER = "https://localhost:8441";
  private static final PresentedKey KEY = new PresentedKey("gwk_test_secret");

  private TestAuth auth;
  private ManagedChannel channel;

  @BeforeEach
  void start() {
    auth = TestAuth.start(PKI, FOLDER.resolve("remote-auth"), 0, ISSUER);
    channel = Grpc.channel(auth.port(), GIFT, "auth");
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    auth.close();
  }

  private static TrustState trust() {
    return new TrustState(
        InstantSource.system(), System::nanoTime, Duration.ofSeconds(10), GIFT::roots);
  }

  @Test
  @DisplayName("Z5 the feed brings keys and epochs, and comes back by itself after a cut")
  void followsTheFeed() {
    TrustState trust = trust();
    var verifier = new TokenVerifier(ISSUER, Audience.GIFT, trust, InstantSource.system());
    try (var _ = TrustWatcher.start(channel, trust)) {
      auth.awaitConsumers(1);
      String token = auth.mint(auth.token().boundTo(ACME.thumbprint()));
      assertThat(verifier.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
      auth.raise("account:acme", 1);
      assertThat(verifier.verify(token, over(ACME)))
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Refusal.TOKEN_EPOCH));
      auth.stopFeed();
      auth.raise("account:bluebird", 5);
      auth.resumeFeed();
      auth.awaitConsumers(1);
      assertThat(trust.epoch("account:bluebird")).isEqualTo(5);
    }
  }

  @Test
  @DisplayName(
      "A bare key reaches auth with the partner's whole chain, its address and the request id")
  void exchanges() throws CertificateEncodingException {
    var origin = over(ACME);
    var seen = new AtomicReference<dev.giftwarden.auth.v1.PresentedKey>();
    auth.exchanges(
        "gwk_test_secret",
        presented -> {
          seen.set(presented);
          return auth.token().claims();
        });
    var outcome = new GrpcKeyExchange(channel).exchange(KEY, origin);
    assertThat(outcome).isInstanceOf(Exchanged.Issued.class);
    assertThat(outcome.toString()).doesNotContain("eyJ");
    assertThat(KEY.toString()).doesNotContain("secret");
    assertThat(seen.get().getClientCertificate())
        .isEqualTo(ByteString.copyFrom(ACME.leaf().getEncoded()));
    assertThat(seen.get().getCertificateChainList())
        .containsExactly(
            ByteString.copyFrom(ACME.leaf().getEncoded()),
            ByteString.copyFrom(ACME.issuers().getFirst().getEncoded()));
    assertThat(seen.get().getSourceAddress()).isEqualTo("192.0.2.7");
    assertThat(seen.get().getRequestId()).isEqualTo(origin.requestId().toString());
  }

  @Test
  @DisplayName("K8 auth's refusal of a bare key keeps its public face; silence is busy, not a yes")
  void exchangeRefused() {
    var exchange = new GrpcKeyExchange(channel);
    assertThat(exchange.exchange(KEY, over(ACME)))
        .isEqualTo(new Exchanged.Refused(Refusal.KEY_REFUSED_BY_AUTH));
    for (ProblemType face :
        new ProblemType[] {
          ProblemType.KEY_EXPIRED, ProblemType.KEY_REVOKED, ProblemType.CERTIFICATE_REQUIRED,
          ProblemType.CERTIFICATE_MISMATCH, ProblemType.ADDRESS_NOT_ALLOWED, ProblemType.BUSY
        }) {
      auth.refuses("gwk_test_secret", face);
      assertThat(exchange.exchange(KEY, over(ACME)))
          .isInstanceOfSatisfying(
              Exchanged.Refused.class,
              refused -> assertThat(refused.reason().publicFace()).isEqualTo(face));
    }
    auth.close();
    assertThat(exchange.exchange(KEY, over(ACME)))
        .isEqualTo(new Exchanged.Refused(Refusal.AUTH_UNREACHABLE));
  }

  @Test
  @DisplayName("Z6 a service's own token is bound to its certificate and good for audit alone")
  void ownToken() {
    var time = new TestTime();
    var own = new OwnToken(channel, () -> GIFT.own().thumbprint(), time);
    String token = own.get();
    assertThat(own.get()).isEqualTo(token);
    own.forget("another");
    assertThat(own.get()).isEqualTo(token);
    own.forget(token);
    assertThat(own.get()).isNotEqualTo(token);
    time.pass(Duration.ofSeconds(271));
    assertThat(own.get()).isNotEqualTo(token);

    TrustState trust = trust();
    try (var _ = TrustWatcher.start(channel, trust)) {
      auth.awaitConsumers(1);
      var audit = new TokenVerifier(ISSUER, Audience.AUDIT, trust, InstantSource.system());
      assertThat(audit.verify(token, over(GIFT.own())))
          .isInstanceOfSatisfying(
              Verdict.Accepted.class,
              accepted ->
                  assertThat(accepted.caller())
                      .isInstanceOfSatisfying(
                          Caller.Service.class,
                          caller -> {
                            assertThat(caller.id().name()).isEqualTo("gift");
                            assertThat(caller.scopes()).containsExactly(Scope.AUDIT_APPEND);
                          }));
      var gift = new TokenVerifier(ISSUER, Audience.GIFT, trust, InstantSource.system());
      assertThat(gift.verify(token, over(GIFT.own()))).isInstanceOf(Verdict.Refused.class);
      assertThat(audit.verify(token, over(ACME))).isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  @DisplayName("K23 what is served is told when the service starts, as the access table has it")
  void announces() {
    var routes =
        new ServedRoutes(
            List.of(
                new ServedRoute("GET /v1/gifts", Door.SCOPES, Set.of(Scope.GIFTS_READ), true, true),
                new ServedRoute("GET /checkpoint", Door.ANYBODY, Set.of(), false, false)));
    try (var _ = RouteAnnouncer.start(channel, routes)) {
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (auth.announcements().isEmpty() && System.nanoTime() - deadline < 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    assertThat(auth.announcements()).hasSize(1);
    var told = auth.announcements().getFirst().getRoutesList();
    assertThat(told).hasSize(2);
    assertThat(told.getFirst().getRoute()).isEqualTo("GET /v1/gifts");
    assertThat(told.getFirst().getScopesList()).containsExactly("gifts:read");
    assertThat(told.getFirst().getVersioned()).isTrue();
    assertThat(told.getFirst().getShowsPeople()).isTrue();
    assertThat(told.getLast().getDoor()).isEqualTo(AnnouncedRoute.Door.ANYBODY);
  }

  @Test
  @DisplayName("M2 a token that auth bound to the certificate before a rotation is not used")
  void ownTokenAfterRotation() {
    var own = new OwnToken(channel, ACME::thumbprint, InstantSource.system());
    assertThatIllegalStateException().isThrownBy(own::get).withMessageContaining("certificate");
  }
}
