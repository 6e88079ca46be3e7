package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.listener.Arrival;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request has to be for the host that its connection was made to: whatever it says about its
/// host (RFC 9110, section 7.4) is one name, of this service's certificate and of no other listener
/// of it, and the name in the handshake (SNI, RFC 6066) is the same. An edge that forwards by SNI
/// then forwards what it believes it forwards, and a connection that a client reuses for another
/// host does nothing there.
///
/// Without SNI there was one certificate to show, and the client has accepted it: the JDK sends
/// none for a name without a dot. A dot at the end of a host makes it no other (RFC 3986, section
/// 3.2.2).
///
/// Before authentication, because it is no matter of who asks. Ports do not count: the edge may
/// listen on another one. Management, which is reached by address, is not asked.
@ApplicationScoped
public class HostFilter {
  private static final String NONE = "";

  /// Found at the first request: a migration has routes too, and no certificate for them.
  private final Provider<PublicTls> tls;

  private final Provider<OtherListeners> others;
  private final EarlyAnswer answer;

  HostFilter(Provider<PublicTls> tls, Provider<OtherListeners> others, EarlyAnswer answer) {
    this.tls = tls;
    this.others = others;
    this.answer = answer;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.HOST);
  }

  private void check(RoutingContext context) {
    if (context.request().headers().getAll(HttpHeaders.HOST).size() > 1) {
      answer.give(context, ProblemType.MALFORMED_REQUEST); // RFC 9112, section 3.2
    } else if (isForUs(context.request())) {
      context.next();
    } else {
      answer.give(context, ProblemType.MISDIRECTED_REQUEST);
    }
  }

  private boolean isForUs(HttpServerRequest request) {
    Set<String> hosts = meant(request);
    if (hosts.isEmpty()) {
      return false;
    }
    hosts.addAll(Arrival.of(request).names());
    return hosts.size() == 1
        && tls.get().folder().hosts().containsAll(hosts)
        && Collections.disjoint(others.get().hosts(), hosts);
  }

  /// Every place where a request names its host: the Host header, `:authority`, and the target in
  /// its absolute form, which goes before the header (RFC 9112, section 3.2.2).
  private static Set<String> meant(HttpServerRequest request) {
    Set<String> hosts = new HashSet<>();
    request.headers().getAll(HttpHeaders.HOST).forEach(host -> hosts.add(host(host)));
    @Nullable HostAndPort authority = request.authority();
    if (authority != null) {
      hosts.add(name(authority.host()));
    }
    String target = request.uri();
    int scheme = target.indexOf("://");
    if (!target.startsWith("/") && scheme > 0) {
      hosts.add(host(target.substring(scheme + 3).split("[/?#]", 2)[0]));
    }
    return hosts;
  }

  private static String host(String authority) {
    @Nullable HostAndPort parsed = HostAndPort.parseAuthority(authority, -1);
    return parsed == null ? NONE : name(parsed.host());
  }

  private static String name(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
