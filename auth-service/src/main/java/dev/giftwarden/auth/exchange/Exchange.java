package dev.giftwarden.auth.exchange;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.limit.Guesses;
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

  private final Issuance issuance;
  private final RelayedCertificate certificates;
  private final RateLimit<SpiffeId.Service> own;
  private final RateLimit<SpiffeId.Service> keys;
  private final Guesses guesses;

  Exchange(
      Issuance issuance, RelayedCertificate certificates, Guesses guesses, InstantSource clock) {
    this.issuance = issuance;
    this.guesses = guesses;
    this.certificates = certificates;
    this.own = new RateLimit<>(clock, OWN_BURST, OWN_REFILL);
    this.keys = new RateLimit<>(clock, KEYS_BURST, KEYS_REFILL);
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
    var key = new PresentedKey(presented.getApiKey());
    var source = new Guesses.Source(Optional.of(relay), SourceNetwork.of(address));
    var bare = new Origin(Optional.empty(), address, requestId);
    if (!guesses.admits(source, key, bare, Issuance.ACTION) || !keys.admits(relay)) {
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
    var outcome = issue(key, certificate, origin, relay);
    guesses.concluded(source, key, outcome.refusal());
    return new Outcome.Answered(outcome);
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
}
