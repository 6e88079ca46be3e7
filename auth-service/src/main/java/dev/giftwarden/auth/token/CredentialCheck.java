package dev.giftwarden.auth.token;

import dev.giftwarden.auth.account.MtlsPolicy;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.apikey.proof.KeyProof;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.money.Spending;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.revocation.RevokedTable;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides what a credential is worth here and now: a key, a certificate, or both on one
/// connection.
///
/// The secret is proven before anything else is looked at, so nobody learns the state of a key that
/// they do not hold.
@ApplicationScoped
class CredentialCheck {
  private final KeyProof keyProof;
  private final StandingTable standings;
  private final StandingMemory<KeyId, Standing> keys;
  private final StandingMemory<Subject.Client, ClientStanding> clients;
  private final RevokedTable revoked;
  private final KeysSeen seen;
  private final InstantSource clock;

  CredentialCheck(
      KeyProof keyProof,
      StandingTable standings,
      RevokedTable revoked,
      TrustState trust,
      KeysSeen seen,
      InstantSource clock) {
    this.keyProof = keyProof;
    this.standings = standings;
    this.keys = new StandingMemory<>(trust, clock);
    this.clients = new StandingMemory<>(trust, clock);
    this.revoked = revoked;
    this.seen = seen;
    this.clock = clock;
  }

  sealed interface Finding {
    record Worth(Entitlement entitlement) implements Finding {}

    /// @param proven the key whose secret was right, or the client whose certificate it was
    record Refused(Refusal reason, Optional<Proven> proven) implements Finding {}
  }

  /// Who it was, as far as that was proven.
  record Proven(Subject.Partner subject, AccountId account) {}

  /// A key, with or without a certificate beside it. The scopes are the key's.
  Finding check(PresentedKey presented, Origin origin) {
    return switch (keyProof.prove(presented.reveal())) {
      case KeyProof.Proof.Refused(Refusal reason) -> new Finding.Refused(reason, Optional.empty());
      case KeyProof.Proof.Proven proven -> check(proven, origin);
    };
  }

  /// As [#check(PresentedKey, Origin)]; a key that is right but not the one that was named is
  /// refused.
  Finding check(String claimed, PresentedKey presented, Origin origin) {
    return switch (keyProof.prove(presented.reveal())) {
      case KeyProof.Proof.Refused(Refusal reason) -> new Finding.Refused(reason, Optional.empty());
      case KeyProof.Proof.Proven proven ->
          proven.id().value().equals(claimed)
              ? check(proven, origin)
              : refused(proven.id(), new Finding.Refused(Refusal.KEY_SECRET, Optional.empty()));
    };
  }

  private Finding check(KeyProof.Proof.Proven proven, Origin origin) {
    var finding = judge(proven, origin);
    return finding instanceof Finding.Refused refused ? refused(proven.id(), refused) : finding;
  }

  /// The key was right all the same, which is counted as a failure of it.
  private Finding refused(KeyId id, Finding.Refused refused) {
    seen.refused(new Subject.Key(id), refused.reason());
    return refused;
  }

  private Finding judge(KeyProof.Proof.Proven proven, Origin origin) {
    return keys.judge(
            proven.id(),
            origin.certificate(),
            () ->
                standings
                    .find(proven.id(), origin.certificate())
                    .filter(found -> found.key().rights().environment() == proven.environment()),
            standing -> check(standing, origin))
        .orElse(new Finding.Refused(Refusal.KEY_SECRET, Optional.empty()));
  }

  private Finding check(Standing standing, Origin origin) {
    var key = standing.key();
    return suspension(standing.suspended())
        .or(() -> state(key))
        .or(() -> network(key, origin))
        .or(() -> certificate(standing, origin))
        .<Finding>map(reason ->
            new Finding.Refused(reason, Optional.of(new Proven(key.subject(), key.account()))))
        .orElseGet(() -> new Finding.Worth(entitlement(standing, origin)));
  }

  /// Of whatever a suspended account has, nothing else is said.
  private static Optional<Refusal> suspension(boolean suspended) {
    return suspended ? Optional.of(Refusal.ACCOUNT_SUSPENDED) : Optional.empty();
  }

  private Optional<Refusal> state(Key key) {
    return switch (key.stateAt(clock.instant())) {
      case ACTIVE -> Optional.empty();
      case NOT_YET_VALID -> Optional.of(Refusal.KEY_NOT_YET_VALID);
      case EXPIRED -> Optional.of(Refusal.KEY_EXPIRED);
      case ROTATED -> Optional.of(Refusal.KEY_ROTATED);
      case REVOKED -> Optional.of(Refusal.KEY_REVOKED);
    };
  }

  private static Optional<Refusal> network(Key key, Origin origin) {
    var networks = key.rights().networks();
    boolean allowed =
        networks.isEmpty() || networks.stream().anyMatch(n -> n.contains(origin.address()));
    return allowed ? Optional.empty() : Optional.of(Refusal.NETWORK);
  }

  /// A certificate only ever narrows: one of somebody else makes a good key useless.
  private Optional<Refusal> certificate(Standing standing, Origin origin) {
    var bound = standing.key().rights().certificates();
    if (origin.certificate().isEmpty()) {
      boolean needed = standing.mtls() == MtlsPolicy.REQUIRED || !bound.isEmpty();
      return needed ? Optional.of(Refusal.CERTIFICATE_ABSENT) : Optional.empty();
    }
    if (standing.revoked().isPresent()) {
      return standing.revoked();
    }
    var certificate = origin.certificate().get();
    if (standing.client().isEmpty()) {
      return Optional.of(Refusal.ACCOUNTS_DIFFER);
    }
    if (standing.client().get() != standing.key().rights().environment()) {
      return Optional.of(Refusal.ENVIRONMENTS_DIFFER);
    }
    if (!bound.isEmpty() && !bound.contains(certificate.thumbprint())) {
      return Optional.of(Refusal.CERTIFICATE_OTHER);
    }
    return expiry(certificate);
  }

  private Optional<Refusal> expiry(PeerCertificate certificate) {
    return clock.instant().isAfter(certificate.notAfter())
        ? Optional.of(Refusal.CERTIFICATE_EXPIRED)
        : Optional.empty();
  }

  /// A certificate alone: its client's scopes, over the whole account.
  Finding check(ClientId claimed, Origin origin) {
    if (origin.certificate().isEmpty()) {
      return new Finding.Refused(Refusal.CERTIFICATE_ABSENT, Optional.empty());
    }
    var certificate = origin.certificate().get();
    if (!(certificate.id() instanceof SpiffeId.Partner partner)
        || !partner.client().equals(claimed.value())) {
      return new Finding.Refused(Refusal.CERTIFICATE_OTHER, Optional.empty());
    }
    var client = new Subject.Client(new AccountId(partner.account()), claimed);
    return clients
        .judge(
            client,
            origin.certificate(),
            () -> standings.find(client, certificate),
            standing -> check(standing, certificate))
        .orElse(new Finding.Refused(Refusal.CLIENT_UNKNOWN, Optional.empty()));
  }

  private Finding check(ClientStanding standing, PeerCertificate certificate) {
    var client = standing.client();
    return suspension(standing.suspended())
        .or(standing::revoked)
        .or(() -> expiry(certificate))
        .<Finding>map(reason ->
            new Finding.Refused(reason, Optional.of(new Proven(client, client.account()))))
        .orElseGet(() -> new Finding.Worth(entitlement(standing, certificate)));
  }

  /// As the database has it, whatever the feed has told by now.
  Optional<Refusal> revocation(PeerCertificate certificate) {
    return revoked.has(certificate) ? Optional.of(Refusal.CERTIFICATE_REVOKED) : Optional.empty();
  }

  private Entitlement entitlement(Standing standing, Origin origin) {
    var key = standing.key();
    var rights = key.rights();
    var grant =
        new Grant(
            key.account(),
            standing.plan(),
            rights.subAccounts().isEmpty() ? Optional.empty() : Optional.of(rights.subAccounts()),
            rights.environment(),
            rights.exposesPii(),
            rights.networks(),
            standing.versions().within(rights.versions()),
            origin.certificate().map(_ -> standing.versions().certificate()),
            rights.spendLimit().map(limit -> new Spending(key.root(), limit)),
            standing.epochs());
    return new Entitlement(
        key.subject(),
        key.usable(),
        withheld(key),
        grant,
        origin.certificate().map(PeerCertificate::thumbprint),
        earliest(rights.expiresAt(), origin.certificate().map(PeerCertificate::notAfter)));
  }

  private static Set<Scope> withheld(Key key) {
    var withheld = new HashSet<>(key.rights().scopes());
    withheld.removeAll(key.usable());
    return withheld;
  }

  private static Entitlement entitlement(ClientStanding standing, PeerCertificate certificate) {
    var client = standing.client();
    var versions = standing.versions();
    var grant =
        new Grant(
            client.account(),
            standing.plan(),
            Optional.empty(),
            standing.environment(),
            false,
            List.of(),
            versions.within(Set.of()),
            Optional.of(versions.certificate()),
            Optional.empty(),
            standing.epochs());
    return new Entitlement(
        client,
        standing.scopes(),
        Set.of(),
        grant,
        Optional.of(certificate.thumbprint()),
        certificate.notAfter());
  }

  private static Instant earliest(Instant end, Optional<Instant> other) {
    return other.filter(o -> o.isBefore(end)).orElse(end);
  }
}
