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
///
/// @param claim the page of recipients, which gift-service serves
public record Ports(Map<Service, Of> services, int claim, int database) {

  /// What one service listens on.
  ///
  /// @param https the public API
  /// @param grpc for the other services
  /// @param management probes and metrics
  public record Of(int https, int grpc, int management) {}

  /// Auth's public port; the others follow from it.
  public static final int STANDARD_BASE = 8441;

  private static final int GRPC = 1000;
  private static final int MANAGEMENT = 10;
  private static final int CLAIM = 3;
  private static final int DATABASE = 4;

  public static Ports standard() {
    return from(STANDARD_BASE);
  }

  /// All of them moved, for an installation beside another one: with 18441, auth listens on 18441,
  /// 19441 and 18451, and PostgreSQL on 18445.
  ///
  /// @param base auth's public port
  /// @throws Failure where one of them would be none, or one that only root may have
  public static Ports from(int base) {
    if (base < 1024 || base + GRPC + Service.values().length > 65_536) {
      throw new Failure(
          "not a port to begin with: %d; take one from 1024 to 64533".formatted(base));
    }
    Map<Service, Of> services = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      int https = base + service.ordinal();
      services.put(service, new Of(https, https + GRPC, https + MANAGEMENT));
    }
    return new Ports(services, base + CLAIM, base + DATABASE);
  }

  /// For tests, beside anything.
  ///
  /// @param free eleven ports
  public static Ports of(List<Integer> free) {
    Iterator<Integer> next = free.iterator();
    Map<Service, Of> services = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      services.put(service, new Of(next.next(), next.next(), next.next()));
    }
    return new Ports(services, next.next(), next.next());
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
    requireFree(claim, "the page of recipients");
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
