package dev.giftwarden.auth.token;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.client.usage.LastSeen;
import dev.giftwarden.auth.signing.SignedToken;
import dev.giftwarden.auth.signing.TokenSigner;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.quota.CallQuota;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Turns credentials into tokens, and tells the log of each that it issued or refused before anyone
/// else hears of it.
@ApplicationScoped
public class Issuance {
  /// As the log calls it.
  public static final String ACTION = "token.issue";

  private static final String ROUTE = "POST /oauth2/token";

  private final CredentialCheck check;
  private final TokenSigner signer;
  private final Recorder recorder;
  private final TokenCounts counts;
  private final LastSeen seen;
  private final KeysSeen keys;
  private final CallQuota quota;

  Issuance(
      CredentialCheck check,
      TokenSigner signer,
      Recorder recorder,
      TokenCounts counts,
      LastSeen seen,
      KeysSeen keys,
      CallQuota quota) {
    this.check = check;
    this.signer = signer;
    this.recorder = recorder;
    this.counts = counts;
    this.seen = seen;
    this.keys = keys;
    this.quota = quota;
  }

  /// What is wanted, and over which connection.
  ///
  /// @param scopes empty: all that the credential has
  /// @param origin of whoever holds the credential
  /// @param relay the service that was shown it and says so; empty: it was shown to us
  public record Wish(
      Audience audience,
      Optional<Set<Scope>> scopes,
      Origin origin,
      Optional<SpiffeId.Service> relay) {

    public Wish(Audience audience, Optional<Set<Scope>> scopes, Origin origin) {
      this(audience, scopes, origin, Optional.empty());
    }
  }

  public sealed interface Outcome {
    record Issued(SignedToken token) implements Outcome {}

    record Refused(Refusal reason) implements Outcome {}

    default Optional<Refusal> refusal() {
      return this instanceof Refused(Refusal reason) ? Optional.of(reason) : Optional.empty();
    }
  }

  /// For a key that came with a call, with or without a certificate on the connection. Whether that
  /// is a use of it, whoever serves the call decides.
  public Outcome forKey(PresentedKey key, Wish wish) {
    return conclude(check.check(key, wish.origin()), wish);
  }

  /// As [#forKey(PresentedKey, Wish)], for a request that also says which key it is.
  ///
  /// @param claimed must be the key's id, or it is as if the secret were wrong
  public Outcome forKey(String claimed, PresentedKey key, Wish wish) {
    var outcome = concludeCounted(check.check(claimed, key, wish.origin()), wish);
    if (outcome instanceof Outcome.Issued(SignedToken token)) {
      keys.used(token.claims().subject(), ROUTE, wish.origin());
    }
    return outcome;
  }

  /// For the certificate on the connection alone.
  ///
  /// @param claimed whom the request says it is; the certificate must say the same
  public Outcome forCertificate(ClientId claimed, Wish wish) {
    var finding = check.check(claimed, wish.origin());
    if (finding instanceof CredentialCheck.Finding.Refused(_, var proven)) {
      var taken = quota.takeUnproven(wish.origin());
      if (!taken.admitted()) {
        return tooMany(
            taken.firstRefused() || wish.origin().certificate().isEmpty(),
            () -> refuse(new CredentialCheck.Finding.Refused(Refusal.RATE, proven), wish));
      }
    }
    return concludeCounted(finding, wish);
  }

  /// A service's own token, with which it reports to audit.
  ///
  /// @param origin over the service's own certificate
  public Outcome forService(SpiffeId.Service service, Origin origin) {
    PeerCertificate certificate = origin.certificate().orElseThrow();
    var order =
        new TokenSigner.Order(
            new Subject.Service(service),
            Audience.AUDIT,
            Set.of(Scope.AUDIT_APPEND),
            Optional.of(certificate.thumbprint()),
            Optional.empty(),
            certificate.notAfter());
    var draft = Recorder.begin(service.uri(), origin, ACTION);
    var revoked = check.revocation(certificate);
    return revoked.isPresent()
        ? refuse(draft, revoked.get())
        : issue(order, draft, Optional.empty());
  }

  /// Refuses what a service relays, whatever key came with it: what it says of the partner proves
  /// itself wrong. The record is about that service.
  public Outcome refuseRelay(SpiffeId.Service relay, Wish wish, Refusal reason) {
    return refuse(unproven(relay, wish.origin()), reason);
  }

  /// For what is asked of the token endpoint, which counts like every other call.
  private Outcome concludeCounted(CredentialCheck.Finding finding, Wish wish) {
    if (finding instanceof CredentialCheck.Finding.Worth(Entitlement entitlement)) {
      var taken = entitlement.take(quota, wish.origin());
      if (!taken.admitted()) {
        return tooMany(taken.firstRefused(), () -> refuse(draft(entitlement, wish), Refusal.RATE));
      }
    }
    return conclude(finding, wish);
  }

  /// The log is told once in a window, and of strangers always, whom it counts: what else is beyond
  /// is in the metrics.
  private Outcome tooMany(boolean recorded, Supplier<Outcome> refusal) {
    if (recorded) {
      return refusal.get();
    }
    counts.refused(Refusal.RATE);
    return new Outcome.Refused(Refusal.RATE);
  }

  private Outcome conclude(CredentialCheck.Finding finding, Wish wish) {
    return switch (finding) {
      case CredentialCheck.Finding.Refused refused -> refuse(refused, wish);
      case CredentialCheck.Finding.Worth(Entitlement entitlement) -> grant(entitlement, wish);
    };
  }

  private Outcome grant(Entitlement entitlement, Wish wish) {
    var draft = draft(entitlement, wish);
    var scopes = wish.scopes().orElse(entitlement.scopes());
    var objection = entitlement.objection(scopes);
    if (objection.isPresent()) {
      keys.refused(entitlement.subject(), objection.get());
      return refuse(draft, objection.get());
    }
    seen.see(wish.origin());
    var order =
        new TokenSigner.Order(
            entitlement.subject(),
            wish.audience(),
            scopes,
            entitlement.boundTo(),
            Optional.of(grantFor(wish.audience(), entitlement.grant())),
            entitlement.end());
    return issue(order, draft, wish.relay());
  }

  /// Auth asks for no version and looks up plans itself, only gift asks for limits, and what is of
  /// the release before refuses claims that it does not know: a token leaves out what its reader
  /// does not need.
  private static Grant grantFor(Audience audience, Grant grant) {
    return switch (audience) {
      case GIFT -> grant;
      case AUDIT -> grant.withoutSpending();
      case AUTH -> grant.withoutSpending().withoutCertificateVersions().withoutPlan();
    };
  }

  private Outcome issue(
      TokenSigner.Order order, AuditEventDraft draft, Optional<SpiffeId.Service> relay) {
    var signed = signer.sign(order);
    if (signed.isEmpty()) {
      return refuse(draft, Refusal.NO_SIGNING_KEY);
    }
    var token = "token:" + signed.get().claims().tokenId();
    recorder.record(draft.target(relay.map(service -> token + " " + via(service)).orElse(token)));
    counts.issued(order.subject(), order.boundTo().isPresent());
    return new Outcome.Issued(signed.get());
  }

  private Outcome refuse(AuditEventDraft draft, Refusal reason) {
    counts.refused(reason);
    recorder.refused(draft, reason);
    return new Outcome.Refused(reason);
  }

  private Outcome refuse(CredentialCheck.Finding.Refused refused, Wish wish) {
    if (refused.proven().isPresent()) {
      var proven = refused.proven().get();
      var draft = begin(proven.subject(), wish).account(proven.account().value());
      return refuse(withKey(draft, proven.subject()), refused.reason());
    }
    var origin = wish.origin();
    if (wish.relay().isEmpty() && origin.certificate().isPresent()) {
      return refuse(Recorder.begin(origin, ACTION), refused.reason());
    }
    counts.refused(refused.reason());
    recorder.strangerRefused(
        wish.relay()
            .map(relay -> unproven(relay, origin))
            .orElseGet(() -> Recorder.begin(origin, ACTION)),
        refused.reason());
    return new Outcome.Refused(refused.reason());
  }

  /// Nobody is proven but the service that asks. A certificate that it relays is public, so its
  /// holder is not said to have done anything: the serial says which one it was.
  private static AuditEventDraft unproven(SpiffeId.Service relay, Origin origin) {
    var bare = new Origin(Optional.empty(), origin.address(), origin.requestId());
    return Recorder.begin(relay.uri(), bare, ACTION)
        .target(via(relay))
        .certificateSerial(origin.certificate().map(PeerCertificate::serial).orElse(""));
  }

  private static AuditEventDraft draft(Entitlement entitlement, Wish wish) {
    var draft =
        begin(entitlement.subject(), wish)
            .account(entitlement.grant().account().value())
            .environment(entitlement.grant().environment().text());
    return withKey(draft, entitlement.subject());
  }

  private static AuditEventDraft begin(Subject.Partner subject, Wish wish) {
    var draft = Recorder.begin(subject.text(), wish.origin(), ACTION);
    return wish.relay().map(relay -> draft.target(via(relay))).orElse(draft);
  }

  /// By whose word alone the address, the request and the connection are known.
  private static String via(SpiffeId.Service relay) {
    return "via " + relay.uri();
  }

  private static AuditEventDraft withKey(AuditEventDraft draft, Subject.Partner subject) {
    return switch (subject) {
      case Subject.Key key -> draft.keyId(key.id().value());
      case Subject.Client _ -> draft;
    };
  }
}
