package dev.giftwarden.edge.quota;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/// The quota of a call whose route proves the credential itself: taken, and told in the answer, as
/// [Quotas] has it for all others.
@RequestScoped
public class CallQuota {
  /// Where it was something else that had no place: worth another try soon.
  private static final long SOON_SECONDS = 1;

  private final Quotas quotas;
  private final CurrentVertxRequest request;
  private Optional<Taken> refused = Optional.empty();

  CallQuota(Quotas quotas, CurrentVertxRequest request) {
    this.quotas = quotas;
    this.request = request;
  }

  /// Takes one call of whoever has proven to be it.
  public Taken take(Subject.Partner subject, AccountId account, Plan plan, Origin origin) {
    Taken taken = quotas.take(subject, account, plan, origin);
    taken.tell(request.getCurrent().response()::putHeader);
    return noted(taken);
  }

  /// Takes one call of where it comes from: it has proven nothing.
  public Taken takeUnproven(Origin origin) {
    Taken taken = quotas.takeUnproven(origin);
    if (!taken.admitted()) {
      taken.tell(request.getCurrent().response()::putHeader);
    }
    return noted(taken);
  }

  private Taken noted(Taken taken) {
    refused = Optional.of(taken).filter(one -> !one.admitted());
    return taken;
  }

  /// For an answer with 429.
  public long retryAfterSeconds() {
    return refused.map(Taken::retryAfterSeconds).orElse(SOON_SECONDS);
  }
}
