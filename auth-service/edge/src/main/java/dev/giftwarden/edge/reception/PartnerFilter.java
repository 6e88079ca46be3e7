package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import dev.giftwarden.edge.crl.PartnerList;
import dev.giftwarden.edge.listener.Arrival;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.request.RequestIdFilter;
import dev.giftwarden.edge.watching.RefusedCalls;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.util.Optional;
import org.jboss.logging.Logger;

/// While there is no trust feed, a partner's certificate is accepted only by the list of those that
/// are revoked: for what is public, too. Who shows none is served what is public as ever.
@ApplicationScoped
public class PartnerFilter {
  private static final Logger LOG = Logger.getLogger(PartnerFilter.class);

  /// Found at the first request: a migration has routes too, and no certificates.
  private final Provider<PartnerList> list;

  private final Provider<DecisionSink> sink;
  private final Provider<RefusedCalls> refused;
  private final EarlyAnswer answer;

  PartnerFilter(
      Provider<PartnerList> list,
      Provider<DecisionSink> sink,
      Provider<RefusedCalls> refused,
      EarlyAnswer answer) {
    this.list = list;
    this.sink = sink;
    this.refused = refused;
    this.answer = answer;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.PARTNER);
  }

  private void check(RoutingContext context) {
    Arrival arrival = Arrival.of(context.request());
    Optional<Refusal> objection = arrival.certificate().flatMap(list.get()::objection);
    if (objection.isEmpty()) {
      context.next();
    } else {
      refuse(context, arrival, objection.get());
    }
  }

  /// Recording waits for the database, and this is the event loop. The path is none of the log's
  /// business before it has met a route.
  private void refuse(RoutingContext context, Arrival arrival, Refusal reason) {
    refused.get().count(reason);
    var origin = new Origin(arrival.certificate(), arrival.address(), RequestIdFilter.of(context));
    var denial = new Denial(reason, context.request().method() + " *", Optional.empty(), origin);
    context
        .vertx()
        .executeBlocking(
            () -> {
              sink.get().refused(denial);
              return reason;
            },
            false)
        .onSuccess(told -> answer.give(context, Problem.of(told)))
        .onFailure(e -> {
          LOG.error("A refusal could not be recorded.", e);
          answer.give(context, ProblemType.BUSY);
        });
  }
}
