package dev.giftwarden.auth.exchange;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.limit.RateLimit;
import dev.giftwarden.auth.token.Issuance;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// Turns what another service was shown into a token **for that service alone**: a stolen service
/// gains nothing anywhere else.
@ApplicationScoped
class Exchange {
  /// A key costs its edge one exchange in five minutes, so this is far above honest use, and low
  /// enough that guessing keys through an edge does not starve auth.
  private static final int BURST = 200;

  private static final Duration REFILL = Duration.ofMillis(5);

  private final Issuance issuance;
  private final RateLimit<SpiffeId.Service> limit;

  Exchange(Issuance issuance, InstantSource clock) {
    this.issuance = issuance;
    this.limit = new RateLimit<>(clock, BURST, REFILL);
  }

  sealed interface Outcome {
    record Answered(Issuance.Outcome outcome) implements Outcome {}

    record Malformed(String why) implements Outcome {}

    record TooMany() implements Outcome {}
  }

  Outcome exchange(ExchangeRequest request, Caller.Service caller) {
    if (!limit.admits(caller.id())) {
      return new Outcome.TooMany();
    }
    return switch (request.getCredentialCase()) {
      case KEY -> exchange(request.getKey(), caller);
      case OWN -> new Outcome.Answered(issuance.forService(caller.id(), caller.origin()));
      case CREDENTIAL_NOT_SET -> new Outcome.Malformed("no credential");
    };
  }

  private Outcome exchange(dev.giftwarden.auth.v1.PresentedKey presented, Caller.Service caller) {
    Origin partner;
    try {
      partner =
          new Origin(
              certificate(presented.getClientCertificate().toByteArray()),
              InetAddress.ofLiteral(presented.getSourceAddress()),
              UUID.fromString(presented.getRequestId()));
    } catch (IllegalArgumentException | CertificateException _) {
      return new Outcome.Malformed("not a certificate, an address and a UUID");
    }
    var audience = Audience.of(caller.id().name());
    var wish = new Issuance.Wish(audience, Optional.empty(), partner);
    return new Outcome.Answered(issuance.forKey(new PresentedKey(presented.getApiKey()), wish));
  }

  /// The caller has verified the chain; here only what stands in the leaf is read.
  private static Optional<PeerCertificate> certificate(byte[] der) throws CertificateException {
    if (der.length == 0) {
      return Optional.empty();
    }
    var leaf =
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    return Optional.of(PeerCertificate.of((X509Certificate) leaf));
  }
}
