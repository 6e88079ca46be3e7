package dev.giftwarden.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What listens where; always on 127.0.0.1.
public record Ports(Map<Service, Of> services, int database) {

  /// What one service listens on.
  ///
  /// @param https the public API
  /// @param grpc for the other services
  /// @param management probes and metrics
  public record Of(int https, int grpc, int management) {}

  public static Ports standard() {
    Map<Service, Of> services = new EnumMap<>(Service.class);
    services.put(Service.AUTH, new Of(8441, 9441, 8451));
    services.put(Service.GIFT, new Of(8442, 9442, 8452));
    services.put(Service.AUDIT, new Of(8443, 9443, 8453));
    return new Ports(services, 8445);
  }

  /// For an installation beside another one.
  ///
  /// @param free ten ports
  public static Ports of(List<Integer> free) {
    Iterator<Integer> next = free.iterator();
    Map<Service, Of> services = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      services.put(service, new Of(next.next(), next.next(), next.next()));
    }
    return new Ports(services, next.next());
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
