package dev.giftwarden.auth.client.token;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Decides whether a token is good here, now, on this connection. Used alike by the edge and by
/// gRPC.
///
/// Only what the text of a token settles is remembered: that its signature is good, and what it
/// says. Trust, expiry, binding, network and epochs are decided on every call, so an open
/// connection ends nothing's revocation.
public final class TokenVerifier {
  /// Auth's clock and ours may each be off by [TrustState#MAX_CLOCK_SKEW], in opposite directions.
  private static final Duration LEEWAY = TrustState.MAX_CLOCK_SKEW.multipliedBy(2);

  private final String issuer;
  private final Audience audience;
  private final TrustState trust;
  private final InstantSource clock;
  private final SignedTokens signed;

  public TokenVerifier(String issuer, Audience audience, TrustState trust, InstantSource clock) {
    this.issuer = issuer;
    this.audience = audience;
    this.trust = trust;
    this.clock = clock;
    this.signed = new SignedTokens(trust, clock);
  }

  public Verdict verify(String text, Origin origin) {
    Optional<Refusal> objection = trust.objection();
    if (objection.isPresent()) {
      return refused(objection.get());
    }
    return switch (signed.read(text)) {
      case SignedTokens.Reading.Bad(Refusal reason) -> refused(reason);
      case SignedTokens.Reading.Good(TokenClaims claims) -> decide(claims, origin);
    };
  }

  private Verdict decide(TokenClaims claims, Origin origin) {
    Caller caller = caller(claims, origin);
    return objection(claims, origin)
        .<Verdict>map(reason -> new Verdict.Refused(reason, Optional.of(caller)))
        .orElseGet(() -> new Verdict.Accepted(caller));
  }

  private Optional<Refusal> objection(TokenClaims claims, Origin origin) {
    Instant now = clock.instant();
    if (!claims.issuer().equals(issuer)) {
      return Optional.of(Refusal.TOKEN_ISSUER);
    }
    if (claims.audience() != audience) {
      return Optional.of(Refusal.TOKEN_AUDIENCE);
    }
    if (claims.issuedAt().isAfter(now.plus(LEEWAY))) {
      return Optional.of(Refusal.TOKEN_NOT_YET_VALID);
    }
    if (!now.isBefore(claims.expiresAt())) {
      return Optional.of(Refusal.TOKEN_EXPIRED);
    }
    return binding(claims, origin)
        .or(() -> network(claims, origin))
        .or(() -> signed.revocation(claims));
  }

  /// Binds a token to the connection it came on: a stolen token is useless without the private key
  /// (RFC 8705, section 3). Fails closed when the connection proved no certificate. One that is
  /// bound to none works over connections that show none, as the one it was issued over did.
  private Optional<Refusal> binding(TokenClaims claims, Origin origin) {
    if (origin.certificate().isEmpty()) {
      return claims.boundTo().map(_ -> Refusal.CERTIFICATE_ABSENT);
    }
    PeerCertificate certificate = origin.certificate().get();
    boolean bound = claims.boundTo().filter(certificate.thumbprint()::equals).isPresent();
    if (!bound || !belongsTo(certificate.id(), claims)) {
      return Optional.of(Refusal.CERTIFICATE_OTHER);
    }
    return certificateObjection(origin);
  }

  /// A connection may outlive the certificate that opened it, and its revocation.
  public Optional<Refusal> certificateObjection(Origin origin) {
    return origin.certificate().flatMap(this::objection);
  }

  private Optional<Refusal> objection(PeerCertificate certificate) {
    if (trust.isRevoked(certificate)) {
      return Optional.of(Refusal.CERTIFICATE_REVOKED);
    }
    return clock.instant().isAfter(certificate.notAfter())
        ? Optional.of(Refusal.CERTIFICATE_EXPIRED)
        : Optional.empty();
  }

  /// Whose certificate is on the connection: its holder's, whatever the token says it is bound to.
  private static boolean belongsTo(SpiffeId id, TokenClaims claims) {
    return switch (id) {
      case SpiffeId.Partner partner ->
          claims
              .grant()
              .map(grant -> grant.account().value().equals(partner.account()))
              .orElse(false);
      case SpiffeId.Service service -> claims.subject().equals(new Subject.Service(service));
      case SpiffeId.Operator _ -> false;
    };
  }

  private static Optional<Refusal> network(TokenClaims claims, Origin origin) {
    var networks = claims.grant().map(Grant::networks).orElse(List.of());
    return networks.isEmpty() || networks.stream().anyMatch(n -> n.contains(origin.address()))
        ? Optional.empty()
        : Optional.of(Refusal.NETWORK);
  }

  private static Caller caller(TokenClaims claims, Origin origin) {
    return switch (claims.subject()) {
      case Subject.Service(SpiffeId.Service id) -> new Caller.Service(id, claims.scopes(), origin);
      case Subject.Partner partner ->
          partner(partner, claims, claims.grant().orElseThrow(), origin);
    };
  }

  private static Caller partner(
      Subject.Partner subject, TokenClaims claims, Grant grant, Origin origin) {
    return new Caller.Partner(
        subject,
        grant.account(),
        grant.plan(),
        grant.subAccounts(),
        grant.environment(),
        claims.scopes(),
        grant.versions(),
        grant.certificateVersions(),
        Optional.empty(),
        grant.exposePii(),
        grant.spending(),
        origin);
  }

  private static Verdict refused(Refusal reason) {
    return new Verdict.Refused(reason, Optional.empty());
  }
}
