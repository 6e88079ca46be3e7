package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.trust.VersionStanding;
import dev.giftwarden.auth.client.trust.VersionStanding.Farewell;
import dev.giftwarden.auth.client.wiring.AuthConfig;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.problem.RetiredDocument;
import dev.giftwarden.edge.watching.RefusedCalls;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Says on every answer of a version that ends that it does, errors and refusals too: whoever reads
/// no mail reads headers. Once it is retired, every path of it answers 410 to everybody alike,
/// before it is asked who calls: on connections that are open already, and whatever the path.
@ApplicationScoped
public class VersionFilter {
  /// RFC 9110, section 5.6.7: two digits of a day, always, and always GMT.
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// Found at the first request: a migration has routes too, and follows no feed.
  private final Provider<TrustState> trust;

  private final Provider<AccessTable> table;
  private final Provider<AuthConfig> auth;
  private final Provider<RefusedCalls> refused;
  private final EarlyAnswer answer;

  VersionFilter(
      Provider<TrustState> trust,
      Provider<AccessTable> table,
      Provider<AuthConfig> auth,
      Provider<RefusedCalls> refused,
      EarlyAnswer answer) {
    this.trust = trust;
    this.table = table;
    this.auth = auth;
    this.refused = refused;
    this.answer = answer;
  }

  void register(@Observes Filters filters) {
    filters.register(this::bidFarewell, FilterOrder.FAREWELL);
    filters.register(this::refuse, FilterOrder.RETIRED);
  }

  /// What the head says is decided when it goes out.
  private void bidFarewell(RoutingContext context) {
    path(context)
        .flatMap(VersionFilter::version)
        .ifPresent(version -> context.addHeadersEndHandler(_ -> announce(context, version)));
    context.next();
  }

  private void refuse(RoutingContext context) {
    Optional<VersionStanding> standing =
        path(context).flatMap(VersionFilter::version).map(this::standing);
    if (standing.orElse(null) instanceof VersionStanding.Retired(Farewell farewell)) {
      refused.get().count(Refusal.VERSION_RETIRED);
      answer.give(context, RetiredDocument.of(farewell.successor()));
    } else {
      context.next();
    }
  }

  private void announce(RoutingContext context, ApiVersion version) {
    MultiMap headers = context.response().headers();
    switch (standing(version)) {
      case VersionStanding.Active _ -> {}
      case VersionStanding.Deprecated(Farewell farewell) -> announce(context, farewell, headers);
      case VersionStanding.Retired(Farewell farewell) -> announce(context, farewell, headers);
    }
  }

  /// RFC 9745 counts seconds, RFC 8594 names a day and an hour. The registry itself is the page.
  private void announce(RoutingContext context, Farewell farewell, MultiMap headers) {
    headers.set("Deprecation", "@" + farewell.deprecatedAt().getEpochSecond());
    headers.set("Sunset", httpDate(farewell.sunsetAt()));
    headers.add("Link", "<" + successor(context, farewell) + ">; rel=\"successor-version\"");
    headers.add("Link", "<" + auth.get().issuer() + "/v1/versions>; rel=\"deprecation\"");
  }

  private static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }

  /// The same place in the successor, if there is one; never what no route has, so that nothing a
  /// caller makes up is said back.
  private String successor(RoutingContext context, Farewell farewell) {
    String path = path(context).orElse("");
    int end = path.indexOf('/', 1);
    String there = "/" + farewell.successor() + (end < 0 ? "" : path.substring(end));
    boolean exists = there.matches("[A-Za-z0-9/_.-]+") && !table.get().at(there).isEmpty();
    return exists ? there : "/" + farewell.successor();
  }

  private VersionStanding standing(ApiVersion version) {
    return table.get().isVersioned() ? trust.get().standing(version) : new VersionStanding.Active();
  }

  /// As the router reads it; empty if it cannot be read, and then nothing of a version answers.
  private static Optional<String> path(RoutingContext context) {
    try {
      return Optional.ofNullable(context.normalizedPath());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Of what is below it, and of the version's own name.
  private static Optional<ApiVersion> version(String path) {
    return ApiVersion.ofPath(path + "/");
  }
}
