package dev.giftwarden.acceptance.watching;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// Collects spans by OTLP over HTTPS, from whoever shows a certificate of a service.
final class Collector implements AutoCloseable {
  /// @param attributes texts as they are; lists by their items; numbers by their digits
  record Span(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      Map<String, List<String>> attributes) {

    boolean isOf(String request) {
      return attributes.values().stream().anyMatch(values -> values.contains(request));
    }
  }

  private final HttpsServer server;
  private final List<byte[]> received = new CopyOnWriteArrayList<>();
  private final Set<String> senders = ConcurrentHashMap.newKeySet();

  private Collector(HttpsServer server) {
    this.server = server;
  }

  static Collector start(House house) throws IOException {
    var identity = house.issue("service", "collector", "--dns", "localhost");
    TlsFolder folder =
        TlsFolder.open(Objects.requireNonNull(identity.folder()), InstantSource.system());
    SSLContext context =
        Tls13.context(folder.keyManager(), folder.trustingClients(Set.of(Kind.SERVICE)));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = context.getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            parameters.setSSLParameters(tls);
          }
        });
    Collector collector = new Collector(server);
    server.createContext("/v1/traces", collector::take);
    server.start();
    return collector;
  }

  private void take(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(exchange.getRequestBody().readAllBytes());
      var session = ((com.sun.net.httpserver.HttpsExchange) exchange).getSSLSession();
      senders.add(session.getPeerPrincipal().getName());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  String endpoint() {
    return "https://localhost:" + server.getAddress().getPort() + "/v1/traces";
  }

  /// Who has shown a certificate.
  Set<String> senders() {
    return Set.copyOf(senders);
  }

  /// All that came, byte for byte.
  String text() {
    return received.stream()
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /// The field numbers are those of opentelemetry-proto.
  List<Span> spans() {
    return received.stream()
        .flatMap(body -> Protobuf.parse(body).messages(1))
        .flatMap(resource -> {
          Map<String, List<String>> process =
              resource.messages(1).findFirst().map(one -> attributes(one, 1)).orElseThrow();
          String service = String.join("", process.getOrDefault("service.name", List.of()));
          return resource
              .messages(2)
              .flatMap(scope -> scope.messages(2))
              .map(span -> span(service, span));
        })
        .toList();
  }

  private static Span span(String service, Protobuf span) {
    String name = span.texts(5).findFirst().orElse("");
    return new Span(service, span.hex(1), span.hex(2), span.hex(4), name, attributes(span, 9));
  }

  private static Map<String, List<String>> attributes(Protobuf of, int number) {
    return of.messages(number)
        .collect(
            Collectors.toMap(
                one -> one.texts(1).findFirst().orElseThrow(),
                one -> one.messages(2).flatMap(Collector::values).toList()));
  }

  private static Stream<String> values(Protobuf value) {
    return Stream.of(
            value.texts(1),
            value.numbers(3).map(Object::toString),
            value.messages(5).flatMap(list -> list.messages(1)).flatMap(Collector::values))
        .flatMap(some -> some);
  }
}
