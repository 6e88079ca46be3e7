package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.listener.Arrival;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.quota.Quotas;
import dev.giftwarden.edge.quota.Taken;
import dev.giftwarden.edge.request.AnswerHeaders;
import dev.giftwarden.edge.request.RequestIdFilter;
import dev.giftwarden.edge.tracing.EdgeSpans;
import dev.giftwarden.edge.watching.RefusedCalls;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.jaxrs.ContainerRequestContextImpl;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jspecify.annotations.Nullable;

/// The only authentication of a service's public API: reads what a request brought, has the [Gate]
/// decide, and answers or lets it pass. Runs before the body is read, on the route's own thread,
/// which may block.
@jakarta.ws.rs.ext.Provider
@Priority(FilterOrder.CALLER)
public class CallerFilter implements ContainerRequestFilter {
  /// The pattern in `{id: [a-z]+}`, which the access table leaves out.
  private static final Pattern CONSTRAINT = Pattern.compile("\\s*:[^/]*(?=}(/|$))");

  private static final Set<String> READING = Set.of("GET", "HEAD");

  /// Found at the first request: Quarkus makes filters before it reads the configuration that the
  /// gate and the sink need, or has a registry of metrics.
  private final Provider<Gate> gate;

  private final Provider<DecisionSink> sink;
  private final Provider<RefusedCalls> refused;
  private final Provider<ServedCalls> usage;
  private final Provider<Quotas> quotas;
  private final CurrentCaller current;
  private final CurrentVertxRequest request;

  /// As many as there are routes.
  private final Map<RuntimeResource, String> routes = new ConcurrentHashMap<>();

  CallerFilter(
      Provider<Gate> gate,
      Provider<DecisionSink> sink,
      Provider<RefusedCalls> refused,
      Provider<ServedCalls> usage,
      Provider<Quotas> quotas,
      CurrentCaller current,
      CurrentVertxRequest request) {
    this.gate = gate;
    this.sink = sink;
    this.refused = refused;
    this.usage = usage;
    this.quotas = quotas;
    this.current = current;
    this.request = request;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    Arrival arrival = Arrival.of(request.getCurrent().request());
    var origin =
        new Origin(
            arrival.certificate(), arrival.address(), RequestIdFilter.of(request.getCurrent()));
    var call =
        new Gate.Call(
            route(context),
            Credentials.read(headers(context, "Authorization"), headers(context, "X-Api-Key")),
            origin,
            CrossSite.says(context.getHeaders()));
    switch (decide(call)) {
      case Gate.Decision.Open(Access row) -> open(context, call, row);
      case Gate.Decision.Admitted(Caller.Partner partner) -> {
        Taken taken = take(partner);
        if (taken.admitted()) {
          admit(call, partner);
        } else {
          context.abortWith(tooMany(call, Optional.of(partner), taken));
        }
      }
      case Gate.Decision.Admitted(Caller other) -> admit(call, other);
      case Gate.Decision.Refused refused -> context.abortWith(refuse(call, refused));
    }
  }

  /// What is public is counted as what proves nothing; what checks itself counts itself.
  private void open(ContainerRequestContext context, Gate.Call call, Access row) {
    if (row instanceof Access.Public) {
      Taken taken = quotas.get().takeUnproven(call.origin());
      if (!taken.admitted()) {
        context.abortWith(tooMany(call, Optional.empty(), taken));
        return;
      }
      if (READING.contains(context.getMethod())) {
        AnswerHeaders.allowKeeping(request.getCurrent());
      }
    }
    current.set(call.origin(), null, call.crossSite());
  }

  private void admit(Gate.Call call, Caller caller) {
    current.set(call.origin(), caller, call.crossSite());
    usage.get().served(call.route(), caller);
  }

  /// A call that is refused costs what one that is served does: whoever has proven a credential, of
  /// its quotas, and all others of their own.
  private Response refuse(Gate.Call call, Gate.Decision.Refused decision) {
    Denial denial = decision.denial();
    if (isForWhatItIs(denial.reason())) {
      Optional<Caller.Partner> proven =
          decision.proven() && denial.claimant().orElse(null) instanceof Caller.Partner partner
              ? Optional.of(partner)
              : Optional.empty();
      Taken taken =
          proven.map(this::take).orElseGet(() -> quotas.get().takeUnproven(call.origin()));
      if (!taken.admitted()) {
        return tooMany(call, proven.map(Function.identity()), taken);
      }
    }
    refused.get().count(denial.reason());
    usage.get().refused(denial);
    sink.get().refused(denial);
    return problem(call, denial, decision.takes()).response();
  }

  /// And not because we are busy, or it came too often.
  private static boolean isForWhatItIs(Refusal reason) {
    int status = reason.publicFace().status();
    return status < 500 && status != 429;
  }

  private Taken take(Caller.Partner partner) {
    Taken taken = quotas.get().take(partner);
    taken.tell(request.getCurrent().response()::putHeader);
    return taken;
  }

  /// The log is told once in a window, and of strangers always, whom it counts: what else is beyond
  /// is in the metrics.
  private Response tooMany(Gate.Call call, Optional<Caller> proven, Taken taken) {
    refused.get().count(Refusal.RATE);
    var denial = new Denial(Refusal.RATE, call.route(), proven, call.origin());
    if (taken.firstRefused() || denial.anonymous()) {
      sink.get().refused(denial);
    }
    taken.tell(request.getCurrent().response()::putHeader);
    return Response.fromResponse(Problem.of(Refusal.RATE).response())
        .header(HttpHeaders.RETRY_AFTER, taken.retryAfterSeconds())
        .build();
  }

  private Gate.Decision decide(Gate.Call call) {
    return EdgeSpans.within(request.getCurrent(), call.route(), () -> gate.get().decide(call));
  }

  private static Problem problem(Gate.Call call, Denial denial, Set<Scope> takes) {
    Problem problem = Problem.of(denial.reason());
    if (denial.reason() == Refusal.CERTIFICATE_ABSENT
        && call.credentials() instanceof Credentials.None) {
      return problem.because("This takes the certificate of an operator.");
    }
    return takes.isEmpty()
        ? problem
        : problem.because("This takes the scope " + Scope.join(takes).replace(" ", " or ") + ".");
  }

  /// The route that matched, as its resource declares it, whatever the path in the request was.
  private String route(ContainerRequestContext context) {
    var matched =
        ((ResteasyReactiveRequestContext)
                ((ContainerRequestContextImpl) context).getServerRequestContext())
            .getTarget();
    return routes.computeIfAbsent(matched, CallerFilter::route);
  }

  private static String route(RuntimeResource matched) {
    @Nullable URITemplate ofClass = matched.getClassPath();
    String template = (ofClass == null ? "" : ofClass.template) + "/" + matched.getPath().template;
    return matched.getHttpMethod() + " " + tidy(CONSTRAINT.matcher(template).replaceAll(""));
  }

  private static String tidy(String template) {
    String single = template.replaceAll("/+", "/");
    return single.length() > 1 && single.endsWith("/")
        ? single.substring(0, single.length() - 1)
        : single;
  }

  private static List<String> headers(ContainerRequestContext context, String name) {
    @Nullable List<String> values = context.getHeaders().get(name);
    return values == null ? List.of() : values;
  }
}
