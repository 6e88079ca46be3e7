package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.token.Verdict;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.certs.SpiffeId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/// Decides a call: who it is, and whether the access table lets them. The one place where all the
/// rules of the edge meet; it knows nothing of HTTP.
@Singleton
public final class Gate {

  /// @param route as in the access table: `GET /v1/gifts/{id}`
  /// @param crossSite a browser says that a page of another site makes the call
  public record Call(String route, Credentials credentials, Origin origin, boolean crossSite) {}

  public sealed interface Decision {
    /// Nobody in particular.
    ///
    /// @param row `Public`, `SelfChecked` or `OperatorScopedOrOwn`
    record Open(Access row) implements Decision {}

    record Admitted(Caller caller) implements Decision {}

    /// @param proven whoever calls has proven to be the claimant of the denial, and may not do this
    /// @param takes the scopes any of which would have sufficed; empty when that is not the point
    record Refused(Denial denial, boolean proven, Set<Scope> takes) implements Decision {}
  }

  private final AccessTable table;
  private final TrustState trust;
  private final TokenVerifier verifier;
  private final BareKeys keys;

  public Gate(AccessTable table, TrustState trust, TokenVerifier verifier, BareKeys keys) {
    this.table = table;
    this.trust = trust;
    this.verifier = verifier;
    this.keys = keys;
  }

  public Decision decide(Call call) {
    Optional<Access> row = table.find(call.route());
    if (row.isEmpty()) {
      return refused(call, Refusal.NO_ACCESS_ROW);
    }
    if (row.get() instanceof Access.SelfChecked) {
      return new Decision.Open(row.get());
    }
    if (isRevoked(call) && !(row.get() instanceof Access.Public)) {
      return refused(call, Refusal.CERTIFICATE_REVOKED);
    }
    if (call.crossSite() && isCertificateAlone(call)) {
      return refused(call, Refusal.CROSS_SITE);
    }
    return switch (row.get()) {
      case Access.Public _, Access.SelfChecked _ -> new Decision.Open(row.get());
      case Access.Scoped(Set<Scope> anyOf) -> scoped(call, anyOf);
      case Access.OperatorOnly _ -> operatorOnly(call);
      case Access.OperatorOrScoped(Set<Scope> anyOf) ->
          operator(call).isPresent() ? operatorOnly(call) : scoped(call, anyOf);
      case Access.OperatorScopedOrOwn(Set<Scope> anyOf) -> operatorScopedOrOwn(call, anyOf);
    };
  }

  private Decision operatorScopedOrOwn(Call call, Set<Scope> anyOf) {
    if (operator(call).isPresent()) {
      return operatorOnly(call);
    }
    return switch (call.credentials()) {
      case Credentials.None _, Credentials.EnrolmentCode _ ->
          new Decision.Open(new Access.OperatorScopedOrOwn(anyOf));
      case Credentials.Token _, Credentials.Key _, Credentials.Several _ -> scoped(call, anyOf);
    };
  }

  /// Before everything else that a call brings: whoever shows it may have stolen that, too.
  private boolean isRevoked(Call call) {
    return call.origin().certificate().filter(trust::isRevoked).isPresent();
  }

  /// A browser shows it to every page's requests; a token or a key only to those of its own.
  private static boolean isCertificateAlone(Call call) {
    return call.origin().certificate().isPresent()
        && call.credentials() instanceof Credentials.None;
  }

  private Decision scoped(Call call, Set<Scope> anyOf) {
    return switch (verify(call)) {
      case Verdict.Refused refused -> refused(call, refused.reason(), refused.claimant());
      case Verdict.Accepted(Caller.Partner partner) ->
          table
              .served(call.route())
              .objection(partner.scopes(), partner.versions(), partner.certificateVersions())
              .<Decision>map(reason ->
                  forbidden(call, reason, partner, reason == Refusal.SCOPE ? anyOf : Set.of()))
              .orElseGet(() -> new Decision.Admitted(partner.through(called(call))));
      case Verdict.Accepted(Caller other) ->
          forbidden(call, Refusal.KIND_OF_CALLER, other, Set.of());
    };
  }

  /// Every route that scopes open has one: the table sees to it.
  private ApiVersion called(Call call) {
    return table.version(call.route()).orElseThrow();
  }

  private Decision operatorOnly(Call call) {
    Optional<SpiffeId.Operator> operator = operator(call);
    if (operator.isEmpty()) {
      return call.credentials() instanceof Credentials.None
          ? refused(call, Refusal.CERTIFICATE_ABSENT)
          : notAnOperator(call);
    }
    if (!(call.credentials() instanceof Credentials.None)) {
      return refused(call, Refusal.TWO_CREDENTIALS);
    }
    return trust
        .objection()
        .or(() -> verifier.certificateObjection(call.origin()))
        .map(reason -> refused(call, reason))
        .orElseGet(() -> new Decision.Admitted(new Caller.Operator(operator.get(), call.origin())));
  }

  private Decision notAnOperator(Call call) {
    return switch (verify(call)) {
      case Verdict.Refused refused -> refused(call, refused.reason(), refused.claimant());
      case Verdict.Accepted(Caller caller) ->
          forbidden(call, Refusal.KIND_OF_CALLER, caller, Set.of());
    };
  }

  private Verdict verify(Call call) {
    return switch (call.credentials()) {
      case Credentials.Token(String text) -> verifier.verify(text, call.origin());
      case Credentials.Key(PresentedKey key) -> keys.verify(key, call.origin());
      case Credentials.None _ -> unidentified(Refusal.CREDENTIALS_MISSING);
      case Credentials.EnrolmentCode _ -> unidentified(Refusal.TOKEN_MALFORMED);
      case Credentials.Several _ -> unidentified(Refusal.TWO_CREDENTIALS);
    };
  }

  private static Verdict unidentified(Refusal reason) {
    return new Verdict.Refused(reason, Optional.empty());
  }

  private static Optional<SpiffeId.Operator> operator(Call call) {
    return call.origin()
        .certificate()
        .flatMap(
            peer -> peer.id() instanceof SpiffeId.Operator id ? Optional.of(id) : Optional.empty());
  }

  private static Decision refused(Call call, Refusal reason) {
    return refused(call, reason, Optional.empty());
  }

  private static Decision refused(Call call, Refusal reason, Optional<Caller> claimant) {
    return new Decision.Refused(
        new Denial(reason, call.route(), claimant, call.origin()), false, Set.of());
  }

  private static Decision forbidden(Call call, Refusal reason, Caller caller, Set<Scope> takes) {
    return new Decision.Refused(
        new Denial(reason, call.route(), Optional.of(caller), call.origin()), true, takes);
  }
}
