package dev.giftwarden.edge.grpc;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.token.Verdict;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.access.Denial;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/// Decides a call on the internal port: which workload it is, whether the table lets it, and
/// whether its token is its own. Knows nothing of gRPC.
@Singleton
public final class GrpcGate {

  public sealed interface Decision {
    record Admitted(Caller.Service caller) implements Decision {}

    record Refused(Denial denial) implements Decision {}
  }

  private final GrpcAccessTable table;
  private final TokenVerifier verifier;

  public GrpcGate(GrpcAccessTable table, TokenVerifier verifier) {
    this.table = table;
    this.verifier = verifier;
  }

  /// @param method its full name
  public Decision decide(String method, Optional<String> token, Origin origin) {
    return origin
        .certificate()
        .map(PeerCertificate::id)
        .filter(SpiffeId.Service.class::isInstance)
        .map(service -> decide(method, (SpiffeId.Service) service, token, origin))
        .orElseGet(() -> refused(method, Refusal.KIND_OF_CALLER, Optional.empty(), origin));
  }

  private Decision decide(
      String method, SpiffeId.Service service, Optional<String> token, Origin origin) {
    Optional<Caller> known = Optional.of(new Caller.Service(service, Set.of(), origin));
    Optional<GrpcAccessTable.Rule> rule = table.find(method);
    if (rule.isEmpty()) {
      return refused(method, Refusal.NO_ACCESS_ROW, known, origin);
    }
    if (!rule.get().callers().contains(service)) {
      return refused(method, Refusal.KIND_OF_CALLER, known, origin);
    }
    Optional<Refusal> ended = verifier.certificateObjection(origin);
    if (ended.isPresent()) {
      return refused(method, ended.get(), known, origin);
    }
    if (rule.get().scope().isEmpty()) {
      return new Decision.Admitted(new Caller.Service(service, Set.of(), origin));
    }
    if (token.isEmpty()) {
      return refused(method, Refusal.CREDENTIALS_MISSING, known, origin);
    }
    return switch (verifier.verify(token.get(), origin)) {
      case Verdict.Refused(Refusal reason, _) -> refused(method, reason, known, origin);
      case Verdict.Accepted(Caller.Service caller)
          when caller.scopes().contains(rule.get().scope().get()) ->
          new Decision.Admitted(caller);
      case Verdict.Accepted(Caller _) -> refused(method, Refusal.SCOPE, known, origin);
    };
  }

  private static Decision refused(
      String method, Refusal reason, Optional<Caller> claimant, Origin origin) {
    return new Decision.Refused(new Denial(reason, method, claimant, origin));
  }
}
