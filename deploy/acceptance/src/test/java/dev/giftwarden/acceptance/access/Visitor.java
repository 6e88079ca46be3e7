package dev.giftwarden.acceptance.access;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.testkit.Https;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Somebody who tries every door: by a connection, and with a credential on it or without.
///
/// @param admitted the services whose handshake lets the certificate in
/// @param credential by service: a token or a bare key; null: none
/// @param scopes of the credential
/// @param operator whether the certificate is an operator's
/// @param certified whether there is a certificate at all
record Visitor(
    String name,
    Set<Service> admitted,
    Map<Service, Https> clients,
    Function<Service, @Nullable String> credential,
    Set<String> scopes,
    boolean operator,
    boolean certified) {
  /// What [#knock] says when there was no connection.
  static final String HANDSHAKE = "refused in the handshake";

  static Visitor of(House house, String name, Identity identity, Set<Service> admitted) {
    Map<Service, Https> clients = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      clients.put(service, client(house, identity, service));
    }
    return new Visitor(
        name, admitted, clients, _ -> null, Set.of(), false, identity.folder() != null);
  }

  Visitor with(String what, Function<Service, @Nullable String> given, Set<String> scopes) {
    return new Visitor(what, admitted, clients, given, scopes, false, certified);
  }

  Visitor asOperator() {
    return new Visitor(name, admitted, clients, credential, scopes, true, certified);
  }

  private static Https client(House house, Identity identity, Service service) {
    InstantSource clock = InstantSource.system();
    TlsFolder roots = TlsFolder.open(house.home().given(service).resolve("public"), clock);
    SSLContext tls =
        Tls13.context(
            identity.folder() == null
                ? null
                : TlsFolder.open(identity.folder(), clock).keyManager(),
            roots.trustingServer(new SpiffeId.Service(service.id())));
    return Https.over(tls, HttpClient.Version.HTTP_2);
  }

  /// @return status and problem type, or [#HANDSHAKE]
  String knock(House house, Service service, String method, String path) {
    boolean body = method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    var request =
        HttpRequest.newBuilder(URI.create(house.ports().https(service) + path))
            .method(method, body ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
    if (body) {
      // Which formats a route takes is asked before who calls.
      boolean table = path.endsWith("/recipients/import");
      request.header("Content-Type", table ? "text/csv" : "application/json");
    }
    String shown = credential.apply(service);
    if (shown != null) {
      request.header("Authorization", "Bearer " + shown);
    }
    return outcome(service, request);
  }

  private String outcome(Service service, HttpRequest.Builder request) {
    try {
      return Objects.requireNonNull(clients.get(service)).send(request).outcome();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        throw e;
      }
      return HANDSHAKE; // The alert, or a broken pipe when the request was sent before it came.
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
