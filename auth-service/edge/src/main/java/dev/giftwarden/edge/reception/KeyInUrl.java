package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.usage.ExposedKeys;
import dev.giftwarden.auth.client.usage.ExposedKeys.Exposed;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import dev.giftwarden.edge.listener.Arrival;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.request.RequestIdFilter;
import dev.giftwarden.edge.uri.KeyInTarget;
import dev.giftwarden.edge.watching.RefusedCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Provider;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Refuses a request that has a key in its URL, whatever it asks for and whether anything is there:
/// the key is exposed, and its holder has to hear that. auth hears of it too, aside from the
/// answer. Nothing that is said or recorded about the request repeats its URL.
@ApplicationScoped
class KeyInUrl {
  private static final Logger LOG = Logger.getLogger(KeyInUrl.class);

  /// The action where the path is no route's.
  private static final String NOWHERE = "other";

  private static final String FOUND = "giftwarden.key-in-url";

  private final Vertx vertx;
  private final EarlyAnswer answer;

  /// Found at the first such request: filters are there before the configuration is read.
  private final Provider<DecisionSink> sink;

  private final Provider<RefusedCalls> refused;
  private final Provider<AccessTable> table;
  private final ExposedKeys exposed;

  KeyInUrl(
      Vertx vertx,
      EarlyAnswer answer,
      Provider<DecisionSink> sink,
      Provider<RefusedCalls> refused,
      Provider<AccessTable> table,
      ExposedKeys exposed) {
    this.vertx = vertx;
    this.answer = answer;
    this.sink = sink;
    this.refused = refused;
    this.table = table;
    this.exposed = exposed;
  }

  /// @return whether it has one, and so is answered, or will be
  boolean refuses(RoutingContext context) {
    if (context.get(FOUND) != null || !KeyInTarget.isIn(target(context.request()))) {
      return false;
    }
    context.put(FOUND, true);
    var denial = denial(context);
    expose(target(context.request()), denial.origin());
    recorded(denial).onSuccess(problem -> answer.give(context, problem));
    return true;
  }

  /// What to say about a key that came in what never becomes a request.
  Future<Problem> recorded(String target, Arrival arrival, UUID requestId) {
    var origin = new Origin(arrival.certificate(), arrival.address(), requestId);
    expose(target, origin);
    return recorded(new Denial(Refusal.CREDENTIAL_IN_URL, NOWHERE, Optional.empty(), origin));
  }

  /// What there is no room for is sent again, as programs do.
  private void expose(String target, Origin origin) {
    KeyInTarget.keys(target).forEach(key -> exposed.add(new Exposed(key, origin)));
  }

  private Future<Problem> recorded(Denial denial) {
    return vertx
        .executeBlocking(() -> record(denial), false)
        .map(_ -> Problem.of(denial.reason()))
        .recover(e -> {
          LOG.warnf("A refusal could not be recorded: %s", e.getMessage());
          return Future.succeededFuture(Problem.of(ProblemType.BUSY));
        });
  }

  private boolean record(Denial denial) {
    refused.get().count(denial.reason());
    sink.get().refused(denial);
    return true;
  }

  private Denial denial(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = Objects.requireNonNullElse(request.path(), "");
    String action = table.get().route(request.method().name(), path).orElse(NOWHERE);
    Arrival arrival = Arrival.of(request);
    var origin = new Origin(arrival.certificate(), arrival.address(), RequestIdFilter.of(context));
    return new Denial(Refusal.CREDENTIAL_IN_URL, action, Optional.empty(), origin);
  }

  /// HTTP/2 has requests without one.
  static String target(HttpServerRequest request) {
    return Objects.requireNonNullElse(request.uri(), "");
  }
}
