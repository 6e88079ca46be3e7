package dev.giftwarden.auth.client.testing;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.v1.IssuedToken;
import dev.giftwarden.auth.v1.PresentedKey;
import dev.giftwarden.auth.v1.RouteAnnouncement;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.UsageReport;
import dev.giftwarden.auth.v1.VersionState;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Grpc;
import io.grpc.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Auth's internal side for the tests of other services: a real gRPC server over mutual TLS that
/// speaks `AuthService` with a signing key of its own, and mints whatever a test asks for.
///
/// ```java
/// try (var auth = TestAuth.start(pki, folder, 0, "https://localhost:8441")) {
///   String token = auth.mint(auth.token().scopes(GIFTS_READ).boundTo(thumbprint));
///   auth.raise("account:acme", 1);   // returns when every consumer has applied it
/// }
/// ```
public final class TestAuth implements AutoCloseable {
  /// Ends well before the certificate that vouches for it.
  private static final Duration KEY_LIFETIME = Duration.ofHours(1);

  private final String issuer;
  private final InstantSource clock = InstantSource.system();
  private final TlsFolder tls;
  private final TestSigner signer = new TestSigner("test-signer");
  private final TestFeed feed;
  private final Map<String, Function<PresentedKey, TokenClaims>> keys = new ConcurrentHashMap<>();
  private final Map<String, ProblemType> refused = new ConcurrentHashMap<>();
  private final List<UsageReport> usage = new CopyOnWriteArrayList<>();
  private final List<RouteAnnouncement> announcements = new CopyOnWriteArrayList<>();
  private final Server server;

  private TestAuth(Pki pki, Path folder, int port, String issuer) {
    this.issuer = issuer;
    var _ = pki.issueService("auth", List.of("localhost"), folder);
    this.tls = TlsFolder.open(folder, clock);
    this.feed = new TestFeed(clock);
    feed.publish(signer.published(tls, clock.instant().plus(KEY_LIFETIME)));
    this.server =
        Grpc.serve(
            port, tls, new TestAuthService(this, feed), new TestAuthService.PeerInterceptor());
  }

  /// @param folder where its own certificate is written
  /// @param port on loopback; 0: any free one
  /// @param issuer the `iss` of its tokens
  public static TestAuth start(Pki pki, Path folder, int port, String issuer) {
    return new TestAuth(pki, folder, port, issuer);
  }

  public int port() {
    return server.getPort();
  }

  /// `localhost:port`, the value of `giftwarden.auth.address`.
  public String address() {
    return "localhost:" + server.getPort();
  }

  /// A partner's token for gift in the test environment of `acme`, without scopes, for a start.
  public TestToken token() {
    return new TestToken(issuer, clock.instant());
  }

  public String mint(TestToken token) {
    return signer.sign(token.claims());
  }

  public String mint(TokenClaims claims) {
    return signer.sign(claims);
  }

  /// For tokens that auth would never issue.
  public TestSigner signer() {
    return signer;
  }

  /// From now on this API key is exchanged for such a token.
  public void exchanges(String apiKey, Function<PresentedKey, TokenClaims> token) {
    refused.remove(apiKey);
    keys.put(apiKey, token);
  }

  /// From now on this API key is refused; keys never named are refused as `key-invalid`.
  public void refuses(String apiKey, ProblemType problem) {
    keys.remove(apiKey);
    refused.put(apiKey, problem);
  }

  /// Kills tokens that name the subject with a lower epoch; returns when every consumer has applied
  /// it.
  public void raise(String subject, long epoch) {
    feed.raise(subject, epoch);
  }

  /// What the feed says from here on of a version; returns when every consumer has applied it.
  public void says(VersionState state) {
    feed.tell(TrustEntry.newBuilder().setVersionState(state).build());
  }

  /// The reports of usage that came, each once for every time that it came.
  public List<UsageReport> usage() {
    return usage;
  }

  /// What services said that they serve, each time that they did.
  public List<RouteAnnouncement> announcements() {
    return announcements;
  }

  /// Waits until this many consumers follow the feed and have applied all of it.
  public void awaitConsumers(int count) {
    feed.awaitConsumers(count);
  }

  /// Ends every stream and refuses new ones until [#resumeFeed].
  public void stopFeed() {
    feed.stop();
  }

  public void resumeFeed() {
    feed.resume();
  }

  /// The answer to a presented key, or the problem that it meets.
  sealed interface Answer {
    record Issued(IssuedToken token) implements Answer {}

    record Refused(ProblemType problem) implements Answer {}
  }

  Answer exchange(PresentedKey presented) {
    var token = keys.get(presented.getApiKey());
    return token == null
        ? new Answer.Refused(refused.getOrDefault(presented.getApiKey(), ProblemType.KEY_INVALID))
        : issued(token.apply(presented));
  }

  Answer issued(TokenClaims claims) {
    return new Answer.Issued(
        IssuedToken.newBuilder()
            .setToken(signer.sign(claims))
            .setExpiresAtUnixMs(claims.expiresAt().toEpochMilli())
            .build());
  }

  String issuer() {
    return issuer;
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public void close() {
    feed.close();
    server.shutdownNow();
  }
}
