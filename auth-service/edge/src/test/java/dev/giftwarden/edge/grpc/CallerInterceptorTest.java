package dev.giftwarden.edge.grpc;

import static dev.giftwarden.auth.client.testing.TestIdentities.AUTH;
import static dev.giftwarden.auth.client.testing.TestIdentities.FOLDER;
import static dev.giftwarden.auth.client.testing.TestIdentities.GIFT;
import static dev.giftwarden.auth.client.testing.TestIdentities.PKI;
import static dev.giftwarden.auth.client.testing.TestUpdates.change;
import static dev.giftwarden.auth.client.testing.TestUpdates.key;
import static dev.giftwarden.auth.client.testing.TestUpdates.revoked;
import static dev.giftwarden.auth.client.testing.TestUpdates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestSigner;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.ExchangeResponse;
import dev.giftwarden.auth.v1.TrustAck;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import dev.giftwarden.edge.watching.RefusedCalls;
import dev.giftwarden.testkit.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The internal port over real mutual TLS, guarded like audit's.
class CallerInterceptorTest {
  private static final String ISSUER = "https://localhost:8441";
  private static final String RPC = "giftwarden.auth.v1.AuthService/Exchange";
  private static final String WATCH = "giftwarden.auth.v1.AuthService/WatchTrust";
  private static final TestSigner SIGNER = new TestSigner("signer-1");
  private static final TlsFolder AUDIT = audit();

  private final TestTime time = new TestTime();
  private final TrustState trust =
      new TrustState(time, time::nanoTime, Duration.ofSeconds(10), AUTH::roots);
  private final List<Denial> denials = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  private static TlsFolder audit() {
    var folder = FOLDER.resolve("service-audit");
    var _ = PKI.issueService("audit", List.of("localhost"), folder);
    return TlsFolder.open(folder, InstantSource.system());
  }

  /// Answers who it was called by.
  private static final class WhoCalls extends AuthServiceGrpc.AuthServiceImplBase {
    @Override
    public void exchange(ExchangeRequest request, StreamObserver<ExchangeResponse> out) {
      var caller = CallerInterceptor.CALLER.get();
      var response = ExchangeResponse.newBuilder();
      response.getIssuedBuilder().setToken(caller.id().name());
      out.onNext(response.build());
      out.onCompleted();
    }

    /// Says one thing, and then nothing for ever.
    @Override
    public StreamObserver<TrustAck> watchTrust(StreamObserver<TrustUpdate> out) {
      out.onNext(TrustUpdate.getDefaultInstance());
      return new StreamObserver<>() {
        @Override
        public void onNext(TrustAck ack) {}

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  @BeforeEach
  void heardFromAuth() {
    var published = SIGNER.published(AUTH, time.instant().plus(Duration.ofHours(1)));
    trust.apply(snapshot(1, time.instant(), key(published)));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private Server serve(GrpcAccessTable table, DecisionSink sink) {
    var verifier = new TokenVerifier(ISSUER, Audience.AUDIT, trust, time);
    var refused = new RefusedCalls(new SimpleMeterRegistry());
    var calls = new OpenCalls(trust, verifier, sink, refused);
    var interceptor = new CallerInterceptor(new GrpcGate(table, verifier), sink, refused, calls);
    var server = Grpc.serve(0, AUDIT, new WhoCalls(), interceptor);
    open.add(server::shutdownNow);
    open.add(calls::stop);
    return server;
  }

  private String call(Server server, TlsFolder as, Optional<String> token) {
    return call(server, as, token, new Metadata());
  }

  private String call(Server server, TlsFolder as, Optional<String> token, Metadata headers) {
    ManagedChannel channel = Grpc.channel(server.getPort(), as, "audit");
    open.add(channel::shutdownNow);
    token.ifPresent(t -> headers.put(CallerInterceptor.AUTHORIZATION, "Bearer " + t));
    return AuthServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .exchange(ExchangeRequest.getDefaultInstance())
        .getIssued()
        .getToken();
  }

  private String token(TlsFolder of, Scope... scopes) {
    return SIGNER.sign(
        new TokenClaims(
            ISSUER,
            Audience.AUDIT,
            new Subject.Service((SpiffeId.Service) of.own().id()),
            UUID.randomUUID().toString(),
            time.instant(),
            time.instant().plus(TokenClaims.LIFETIME),
            Set.of(scopes),
            Optional.of(of.own().thumbprint()),
            Optional.empty()));
  }

  private static GrpcAccessTable forGiftWithToken() {
    return GrpcAccessTable.builder().token(RPC, Scope.AUDIT_APPEND, "gift").build();
  }

  private void refuses(
      GrpcAccessTable table, TlsFolder as, Optional<String> token, Status.Code code, Refusal why) {
    Server server = serve(table, denials::add);
    assertThatThrownBy(() -> call(server, as, token))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).isEqualTo(why.publicFace().slug());
            });
    assertThat(denials).hasSize(1);
    assertThat(denials.getFirst().reason()).isEqualTo(why);
    assertThat(denials.getFirst().action()).isEqualTo(RPC);
    assertThat(denials.getFirst().anonymous()).isFalse();
  }

  @Test
  @DisplayName("Z3 the right service with its own token is let in, and the RPC knows who it is")
  void admits() {
    Server server = serve(forGiftWithToken(), denials::add);
    assertThat(call(server, GIFT, Optional.of(token(GIFT, Scope.AUDIT_APPEND)))).isEqualTo("gift");
    assertThat(denials).isEmpty();
  }

  @Test
  @DisplayName("Z3 where the certificate suffices, no token is asked for")
  void admitsByCertificate() {
    var table = GrpcAccessTable.builder().certificate(RPC, "auth").build();
    assertThat(call(serve(table, denials::add), AUTH, Optional.empty())).isEqualTo("auth");
  }

  @Test
  @DisplayName("Z3 an RPC without a row is closed to every service")
  void refusesWithoutRow() {
    var other =
        GrpcAccessTable.builder().certificate("grpc.health.v1.Health/Check", "gift").build();
    refuses(other, GIFT, Optional.empty(), Status.Code.PERMISSION_DENIED, Refusal.NO_ACCESS_ROW);
  }

  @Test
  @DisplayName("Z3 a service that the row does not name is denied, with whatever token")
  void refusesOtherService() {
    refuses(
        forGiftWithToken(),
        AUTH,
        Optional.of(token(AUTH, Scope.AUDIT_APPEND)),
        Status.Code.PERMISSION_DENIED,
        Refusal.KIND_OF_CALLER);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"origin", "sec-fetch-site"})
  @DisplayName("Z3 what comes from a browser is denied, with whatever token:")
  void refusesBrowsers(String header) {
    Server server = serve(forGiftWithToken(), denials::add);
    var headers = new Metadata();
    headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), "none");
    Optional<String> token = Optional.of(token(GIFT, Scope.AUDIT_APPEND));
    assertThatThrownBy(() -> call(server, GIFT, token, headers))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
    assertThat(denials).extracting(Denial::reason).containsExactly(Refusal.CROSS_SITE);
  }

  @Test
  @DisplayName("Z6 no token: unauthenticated")
  void refusesWithoutToken() {
    refuses(
        forGiftWithToken(),
        GIFT,
        Optional.empty(),
        Status.Code.UNAUTHENTICATED,
        Refusal.CREDENTIALS_MISSING);
  }

  @Test
  @DisplayName("Z6 another service's token is no use")
  void refusesTokenOfAnother() {
    refuses(
        forGiftWithToken(),
        GIFT,
        Optional.of(token(AUTH, Scope.AUDIT_APPEND)),
        Status.Code.UNAUTHENTICATED,
        Refusal.CERTIFICATE_OTHER);
  }

  @Test
  @DisplayName("Z6 a token without the scope is denied")
  void refusesTokenWithoutScope() {
    refuses(
        forGiftWithToken(),
        GIFT,
        Optional.of(token(GIFT)),
        Status.Code.PERMISSION_DENIED,
        Refusal.SCOPE);
  }

  @Test
  @DisplayName("Z5 a stale feed makes tokens worthless: unavailable")
  void refusesWhenStale() {
    String token = token(GIFT, Scope.AUDIT_APPEND);
    time.pass(Duration.ofSeconds(11));
    refuses(
        forGiftWithToken(), GIFT, Optional.of(token), Status.Code.UNAVAILABLE, Refusal.TRUST_STALE);
  }

  @Test
  @DisplayName("C6 C14 a revoked certificate is unauthenticated, whatever token it comes with")
  void refusesRevoked() {
    trust.apply(change(2, revoked(GIFT.own().leaf())));
    refuses(
        forGiftWithToken(),
        GIFT,
        Optional.of(token(GIFT, Scope.AUDIT_APPEND)),
        Status.Code.UNAUTHENTICATED,
        Refusal.CERTIFICATE_REVOKED);
    var table = GrpcAccessTable.builder().certificate(RPC, "gift", "auth").build();
    assertThat(call(serve(table, denials::add), AUTH, Optional.empty())).isEqualTo("auth");
  }

  @Test
  @DisplayName(
      "C7 a stream that is open ends when its certificate is revoked, and another does not")
  void cutsRevoked() throws Exception {
    var gift = watch(GIFT);
    var auth = watch(AUTH);
    trust.apply(change(2, revoked(GIFT.own().leaf())));
    ends(gift, Refusal.CERTIFICATE_REVOKED);
    assertThatThrownBy(() -> auth.read(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  @DisplayName("C7 a stream that is open ends with its certificate")
  void cutsExpired() throws Exception {
    var gift = watch(GIFT);
    time.pass(Duration.between(time.instant(), GIFT.own().notAfter()).plusSeconds(1));
    ends(gift, Refusal.CERTIFICATE_EXPIRED);
  }

  private BlockingClientCall<TrustAck, TrustUpdate> watch(TlsFolder as) throws Exception {
    var table = GrpcAccessTable.builder().certificate(WATCH, "gift", "auth").build();
    var channel = Grpc.channel(serve(table, denials::add).getPort(), as, "audit");
    open.add(channel::shutdownNow);
    var call = AuthServiceGrpc.newBlockingV2Stub(channel).watchTrust();
    assertThat(call.read(20, TimeUnit.SECONDS)).isNotNull();
    return call;
  }

  private static void ends(BlockingClientCall<TrustAck, TrustUpdate> call, Refusal why) {
    assertThatThrownBy(() -> call.read(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
              assertThat(e.getStatus().getDescription()).isEqualTo(why.publicFace().slug());
            });
  }

  @Test
  @DisplayName("A1 a refusal that cannot be recorded is still a refusal")
  void refusesWhenSinkFails() {
    Server server =
        serve(
            forGiftWithToken(),
            _ -> {
              throw new IllegalStateException("the lane is full");
            });
    assertThatThrownBy(() -> call(server, GIFT, Optional.empty()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }
}
