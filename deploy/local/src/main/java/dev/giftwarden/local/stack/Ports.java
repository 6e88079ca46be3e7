package dev.giftwarden.local.stack;

import dev.giftwarden.local.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What listens where; always on 127.0.0.1.
public record Ports(Map<Service, Of> services, int database) {

  /// @param https the public API
  /// @param grpc for the other services
  /// @param management probes and metrics
  public record Of(int https, int grpc, int management) {}

  public static Ports standard() {
    Map<Service, Of> services = new LinkedHashMap<>();
    for (Service service : Service.values()) {
      int last = service.ordinal() + 1;
      services.put(service, new Of(8440 + last, 9440 + last, 8450 + last));
    }
    return new Ports(services, 8445);
  }

  /// @param free ten ports, for an installation beside another one
  public static Ports of(List<Integer> free) {
    Map<Service, Of> services = new LinkedHashMap<>();
    for (Service service : Service.values()) {
      int first = 3 * service.ordinal();
      services.put(service, new Of(free.get(first), free.get(first + 1), free.get(first + 2)));
    }
    return new Ports(services, free.get(9));
  }

  public Of of(Service service) {
    return Objects.requireNonNull(services.get(service));
  }

  public String https(Service service) {
    return "https://localhost:" + of(service).https();
  }

  /// @throws Failure naming the first port that somebody else holds
  void requireFree() {
    requireFree(database, "PostgreSQL");
    services.forEach((service, ports) -> {
      requireFree(ports.https(), service.folderName());
      requireFree(ports.grpc(), service.folderName());
      requireFree(ports.management(), service.folderName());
    });
  }

  private static void requireFree(int port, String user) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true); // a connection that has just ended is no reason to refuse
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new Failure(
          "port %d is in use, and %s needs it: stop what listens there (lsof -i :%1$d)"
              .formatted(port, user),
          e);
    }
  }
}
