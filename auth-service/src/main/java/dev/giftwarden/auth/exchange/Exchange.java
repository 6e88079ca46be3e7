package dev.giftwarden.auth.exchange;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.limit.Pacer;
import dev.giftwarden.auth.limit.RateLimit;
import dev.giftwarden.auth.limit.SourceNetwork;
import dev.giftwarden.auth.token.Issuance;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Turns what another service was shown into a token **for that service alone**: a stolen service
/// gains nothing anywhere else.
@ApplicationScoped
class Exchange {
  /// A key costs its edge one exchange in five minutes, so this is far above honest use, and about
  /// what two cores can do.
  private static final int KEYS_BURST = 2000;

  private static final Duration KEYS_REFILL = Duration.ofMillis(1);

  /// A replica needs one token in four minutes; after a restart of all of them, each one at once.
  private static final int OWN_BURST = 100;

  private static final Duration OWN_REFILL = Duration.ofMillis(50);

  /// Keys that are refused cost their network, so that guessing from one leaves the others theirs.
  /// A person who mistypes, or a program with a key that has ended, comes nowhere near it.
  private static final int FAILURES_BURST = 50;

  private static final Duration FAILURES_REFILL = Duration.ofMillis(200);

  /// Whose network has used that up is tried at this pace, so that it costs little and an honest
  /// neighbour of a flood is slow, and not shut out. With so many waiting, all of one network's are
  /// served well within the deadline of whoever relays them.
  private static final Duration PACE = Duration.ofMillis(10);

  private static final Duration LONGEST_WAIT = Duration.ofMillis(640);

  /// Each holds a thread of a pool of 200, which is there for the others too.
  private static final int MOST_WAITING = 128;

  private final Issuance issuance;
  private final RelayedCertificate certificates;
  private final RateLimit<SpiffeId.Service> own;
  private final RateLimit<SpiffeId.Service> keys;
  private final RateLimit<Source> failures;
  private final Pacer<Source> pacer;
  private final AtomicInteger waiting = new AtomicInteger();

  /// A network as one service says it: what another says of the same one does not count here.
  private record Source(SpiffeId.Service relay, SourceNetwork network) {}

  Exchange(Issuance issuance, RelayedCertificate certificates, InstantSource clock) {
    this.issuance = issuance;
    this.certificates = certificates;
    this.own = new RateLimit<>(clock, OWN_BURST, OWN_REFILL);
    this.keys = new RateLimit<>(clock, KEYS_BURST, KEYS_REFILL);
    this.failures = new RateLimit<>(clock, FAILURES_BURST, FAILURES_REFILL);
    this.pacer = new Pacer<>(clock, PACE, LONGEST_WAIT);
  }

  sealed interface Outcome {
    record Answered(Issuance.Outcome outcome) implements Outcome {}

    record Malformed(String why) implements Outcome {}

    record TooMany() implements Outcome {}
  }

  Outcome exchange(ExchangeRequest request, Caller.Service caller) {
    return switch (request.getCredentialCase()) {
      case KEY -> exchange(request.getKey(), caller.id());
      case OWN ->
          own.admits(caller.id())
              ? new Outcome.Answered(issuance.forService(caller.id(), caller.origin()))
              : new Outcome.TooMany();
      case CREDENTIAL_NOT_SET -> new Outcome.Malformed("no credential");
    };
  }

  private Outcome exchange(dev.giftwarden.auth.v1.PresentedKey presented, SpiffeId.Service relay) {
    InetAddress address;
    UUID requestId;
    try {
      address = InetAddress.ofLiteral(presented.getSourceAddress());
      requestId = UUID.fromString(presented.getRequestId());
    } catch (IllegalArgumentException _) {
      return new Outcome.Malformed("not an address and a UUID");
    }
    var source = new Source(relay, SourceNetwork.of(address));
    if (!(failures.hasLeft(source) || hasItsTurn(source)) || !keys.admits(relay)) {
      return new Outcome.TooMany();
    }
    RelayedCertificate.Finding certificate;
    try {
      certificate =
          certificates.of(presented.getClientCertificate(), presented.getCertificateChainList());
    } catch (CertificateException _) {
      return new Outcome.Malformed("not a chain of certificates");
    }
    var origin = new Origin(peer(certificate), address, requestId);
    var outcome = issue(new PresentedKey(presented.getApiKey()), certificate, origin, relay);
    if (isFailure(outcome)) {
      var _ = failures.admits(source);
    }
    return new Outcome.Answered(outcome);
  }

  /// Waits for a turn; false if there is none.
  private boolean hasItsTurn(Source source) {
    try {
      if (waiting.incrementAndGet() > MOST_WAITING) {
        return false;
      }
      var turn = pacer.take(source);
      if (turn.isPresent()) {
        Thread.sleep(turn.get());
      }
      return turn.isPresent();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }

  private Issuance.Outcome issue(
      PresentedKey key,
      RelayedCertificate.Finding certificate,
      Origin origin,
      SpiffeId.Service relay) {
    var audience = Audience.of(relay.name());
    var wish = new Issuance.Wish(audience, Optional.empty(), origin, Optional.of(relay));
    return switch (certificate) {
      case RelayedCertificate.Finding.Unproven(Refusal reason) ->
          issuance.refuseRelay(relay, wish, reason);
      case RelayedCertificate.Finding.None _, RelayedCertificate.Finding.Proven _ ->
          issuance.forKey(key, wish);
    };
  }

  private static Optional<PeerCertificate> peer(RelayedCertificate.Finding certificate) {
    return certificate instanceof RelayedCertificate.Finding.Proven(PeerCertificate peer)
        ? Optional.of(peer)
        : Optional.empty();
  }

  /// Whether it was refused for what it is; that we are busy is nobody's failure but ours.
  private static boolean isFailure(Issuance.Outcome outcome) {
    return outcome instanceof Issuance.Outcome.Refused(Refusal reason)
        && reason.publicFace().status() < 500;
  }
}
