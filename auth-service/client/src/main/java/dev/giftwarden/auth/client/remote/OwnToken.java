package dev.giftwarden.auth.client.remote;

import dev.giftwarden.auth.client.token.AuditToken;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.ExchangeResponse;
import dev.giftwarden.auth.v1.OwnIdentity;
import dev.giftwarden.certs.Thumbprint;
import io.grpc.Channel;
import io.grpc.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// This service's own token for audience `audit`, got with its certificate alone and kept until
/// shortly before its end or until the certificate changes, whichever comes first.
public final class OwnToken implements AuditToken {
  /// Time enough for a batch that has been given the token to arrive with it.
  private static final Duration RENEW_BEFORE_END = Duration.ofSeconds(30);

  private record Kept(String token, Instant expiresAt, Thumbprint boundTo) {}

  private final Channel auth;
  private final Supplier<Thumbprint> certificate;
  private final InstantSource clock;

  /// No monitor: auth is waited for beneath it, and a virtual thread that waits in one keeps its
  /// carrier in a native executable.
  private final ReentrantLock lock = new ReentrantLock();

  private Optional<Kept> kept = Optional.empty();

  /// @param certificate what the service's internal connections prove at present
  public OwnToken(Channel auth, Supplier<Thumbprint> certificate, InstantSource clock) {
    this.auth = auth;
    this.certificate = certificate;
    this.clock = clock;
  }

  /// Waits for auth when there is no token to hand.
  ///
  /// @throws IllegalStateException when auth gives none now; worth another try later
  @Override
  public String get() {
    lock.lock();
    try {
      Thumbprint present = certificate.get();
      Instant renewal = clock.instant().plus(RENEW_BEFORE_END);
      if (kept.filter(k -> k.boundTo.equals(present) && renewal.isBefore(k.expiresAt)).isEmpty()) {
        kept = Optional.of(issued(present));
      }
      return kept.get().token;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forget(String token) {
    lock.lock();
    try {
      kept = kept.filter(k -> !k.token.equals(token));
    } finally {
      lock.unlock();
    }
  }

  /// Just after a rotation an old connection to auth may still be in use, and its token would not
  /// work over the new ones to audit: such a token is not kept.
  private Kept issued(Thumbprint present) {
    ExchangeResponse response = ask();
    if (!response.hasIssued()) {
      throw new IllegalStateException("auth refused: " + response.getRefused().getProblem());
    }
    String token = response.getIssued().getToken();
    if (!TokenClaims.boundTo(token).equals(Optional.of(present))) {
      throw new IllegalStateException("auth has not yet seen this service's new certificate");
    }
    return new Kept(
        token, Instant.ofEpochMilli(response.getIssued().getExpiresAtUnixMs()), present);
  }

  private ExchangeResponse ask() {
    try {
      return AuthServiceGrpc.newBlockingV2Stub(auth)
          .withDeadlineAfter(GrpcKeyExchange.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
          .exchange(ExchangeRequest.newBuilder().setOwn(OwnIdentity.getDefaultInstance()).build());
    } catch (StatusException e) {
      throw new IllegalStateException("auth does not answer: " + e.getStatus(), e);
    }
  }
}
