package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.edge.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import org.jspecify.annotations.Nullable;

/// A request has to be for the host that its connection was made to: the name in the handshake
/// (SNI, RFC 6066) is one of this service's certificate, and whatever the request says about its
/// host says the same (RFC 9110, section 7.4). An edge that forwards by SNI then forwards what it
/// believes it forwards, and a connection that a client reuses for another host does nothing there.
///
/// Before authentication, because it is no matter of who asks. Ports do not count: the edge may
/// listen on another one. Management, which is reached by address, is not asked.
@ApplicationScoped
public class HostFilter {
  private static final String NONE = "";

  /// Found at the first request: a migration has routes too, and no certificate for them.
  private final Provider<PublicTls> tls;

  private final EarlyAnswer answer;

  HostFilter(Provider<PublicTls> tls, EarlyAnswer answer) {
    this.tls = tls;
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
    Optional<String> dialled = dialled(request);
    List<String> meant = meant(request);
    return dialled.isPresent()
        && tls.get().folder().hosts().contains(dialled.get())
        && !meant.isEmpty()
        && meant.stream().allMatch(dialled.get()::equals);
  }

  private static Optional<String> dialled(HttpServerRequest request) {
    return ((ExtendedSSLSession) request.connection().sslSession())
        .getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> lower(((SNIHostName) name).getAsciiName()))
            .findFirst();
  }

  /// Every place where a request names its host: the Host header, `:authority`, and the target in
  /// its absolute form, which goes before the header (RFC 9112, section 3.2.2).
  private static List<String> meant(HttpServerRequest request) {
    List<String> hosts = new ArrayList<>();
    request.headers().getAll(HttpHeaders.HOST).forEach(host -> hosts.add(host(host)));
    @Nullable HostAndPort authority = request.authority();
    if (authority != null) {
      hosts.add(lower(authority.host()));
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
    return parsed == null ? NONE : lower(parsed.host());
  }

  private static String lower(String host) {
    return host.toLowerCase(Locale.ROOT);
  }
}
