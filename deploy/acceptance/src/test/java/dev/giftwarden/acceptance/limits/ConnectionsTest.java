package dev.giftwarden.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.wire.Wire;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How many connections a caller may have, and how many handshakes, and that who has too many takes
/// nothing from others: each bound is reached, and not exceeded. Every test calls from an address
/// of its own, `127.0.0.x`, from which nobody else does.
class ConnectionsTest {
  private static final House HOUSE = House.started();
  private static final int PER_ADDRESS = 512;

  /// More than may begin in a second, in far less than one.
  private static final int BURST = 700;

  private static final int BURSTS = 30;
  private static final byte[] HELLO = {22, 3, 1, 2, 0};
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static Stream<Edge> edges() {
    return Edge.all(HOUSE);
  }

  @AfterEach
  void everybodyElseIsServed() {
    assertThat(edges()).allSatisfy(Edge::serves);
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("Z12 of one address, the 512th connection is served and the 513th is not")
  void connectionsPerAddress(Edge edge) throws IOException {
    Wire.Dialer caller = edge.dialer().from("127.0.0.2");
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < PER_ADDRESS - 1; i++) {
        held.add(caller.open(edge.url()));
      }
      try (Wire last = caller.dial(edge.url())) {
        // Event loops may come late to some of those before it, never to more than there are.
        assertThat(Eventually.becomes(PATIENCE, "closed", () -> opened(caller, edge.url())))
            .isEqualTo("closed");
        assertThat(served(last)).isEqualTo(200);
      }
      assertThat(Eventually.becomes(PATIENCE, "open", () -> opened(caller, edge.url())))
          .isEqualTo("open");
    } finally {
      closeAll(held);
    }
  }

  @Test
  @DisplayName(
      "Z12 of all addresses together, the eighth connection is served and the ninth is not")
  void connectionsOfAll() throws IOException {
    List<Integer> free = FreePorts.find(3);
    var ports = new Ports.Of(free.get(0), free.get(1), free.get(2));
    String url = "https://localhost:" + ports.https();
    Map<String, String> settings = Map.of("GIFTWARDEN_LISTENER_CONNECTIONS", "8");
    List<Socket> held = new ArrayList<>();
    try (Replica _ = HOUSE.startReplica(Service.GIFT, ports, HOUSE.routes(), settings)) {
      Wire.Dialer caller = Wire.Dialer.of(HOUSE, Identity.NONE, "gift");
      for (int i = 0; i < 7; i++) {
        held.add(caller.from("127.0.0." + (3 + i)).open(url));
      }
      try (Wire last = caller.from("127.0.0.20").dial(url)) {
        assertThat(
                Eventually.becomes(
                    PATIENCE, "closed", () -> opened(caller.from("127.0.0.21"), url)))
            .isEqualTo("closed");
        assertThat(served(last)).isEqualTo(200);
      }
    } finally {
      closeAll(held);
    }
  }

  @ParameterizedTest
  @MethodSource("edges")
  @DisplayName("Z12 who begins 500 handshakes in a second begins no more until the next")
  void handshakesPerSecond(Edge edge) throws IOException {
    Wire.Dialer caller = edge.dialer().from("127.0.0.30");
    boolean begins = true;
    for (int burst = 0; begins && burst < BURSTS; burst++) {
      for (int i = 0; i < BURST; i++) {
        try (Socket socket = caller.open(edge.url())) {
          socket.getOutputStream().write(HELLO);
        } catch (IOException _) {
          // Shown the door before it had said anything.
        }
      }
      begins = begins(caller, edge.url());
    }
    assertThat(begins).isFalse();
    String again =
        Eventually.becomes(PATIENCE, "true", () -> Boolean.toString(begins(caller, edge.url())));
    assertThat(again).isEqualTo("true");
  }

  /// Says the first bytes of a handshake on a connection that may stay, and waits for the door.
  private static boolean begins(Wire.Dialer caller, String url) {
    try (Socket socket = caller.open(url)) {
      socket.setSoTimeout(100);
      if (!isOpen(socket)) {
        return true; // too many connections at once, which is another bound
      }
      socket.getOutputStream().write(HELLO);
      return isOpen(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOpen(Socket socket) {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException _) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static String opened(Wire.Dialer caller, String url) {
    try (Socket socket = caller.open(url)) {
      socket.setSoTimeout(300);
      return socket.getInputStream().read() < 0 ? "closed" : "talks";
    } catch (SocketTimeoutException _) {
      return "open";
    } catch (IOException _) {
      return "closed";
    }
  }

  private static int served(Wire wire) throws IOException {
    wire.send(Edge.openApi().bytes());
    return wire.answer(false).orElseThrow().status();
  }

  private static void closeAll(List<Socket> held) throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
  }
}
