package dev.giftwarden.auth.exchange;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.AuditToken;
import dev.giftwarden.auth.signing.SignedToken;
import dev.giftwarden.auth.token.Issuance;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.quarkus.InternalTls;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Auth's own token for audit. Auth reports like every other service, and the token that it gives
/// itself is recorded like every other.
@ApplicationScoped
public class OwnAuditToken implements AuditToken {
  /// Time enough for a batch that has been given the token to arrive with it.
  private static final Duration RENEW_BEFORE_END = Duration.ofSeconds(30);

  private final Issuance issuance;
  private final InternalTls tls;
  private final InstantSource clock;

  /// No monitor: the record of a token is waited for beneath it, and a virtual thread that waits in
  /// one keeps its carrier in a native executable. Two of them would keep both that a small machine
  /// has, and whoever writes the record would have none.
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable SignedToken kept;

  OwnAuditToken(Issuance issuance, InternalTls tls, InstantSource clock) {
    this.issuance = issuance;
    this.tls = tls;
    this.clock = clock;
  }

  /// @throws IllegalStateException while no key may sign; worth another try later
  @Override
  public String get() {
    var own = tls.folder().own();
    lock.lock();
    try {
      var token = kept;
      if (token == null || !isGood(token, own)) {
        token = issue(own);
        kept = token;
      }
      return token.text();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forget(String token) {
    lock.lock();
    try {
      if (kept != null && kept.text().equals(token)) {
        kept = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isGood(SignedToken token, PeerCertificate own) {
    var claims = token.claims();
    return claims.boundTo().equals(Optional.of(own.thumbprint()))
        && clock.instant().plus(RENEW_BEFORE_END).isBefore(claims.expiresAt());
  }

  private SignedToken issue(PeerCertificate own) {
    if (!(own.id() instanceof SpiffeId.Service service)) {
      throw new IllegalStateException("The internal certificate is not a service's");
    }
    var origin = new Origin(Optional.of(own), InetAddress.getLoopbackAddress(), UUID.randomUUID());
    return switch (issuance.forService(service, origin)) {
      case Issuance.Outcome.Issued(SignedToken token) -> token;
      case Issuance.Outcome.Refused(Refusal reason) ->
          throw new IllegalStateException("No token for audit now: " + reason.text());
    };
  }
}
