package dev.giftwarden.acceptance.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.wire.Wire;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Bodies that have begun and do not end, of all callers together.
class PendingBodiesTest {
  private static final House HOUSE = House.started();
  private static final int BODY = 15_000;
  private static final String REST = "}";
  private static final String BATCH = "/v2/gifts/batch";
  private static final String UNAUTHENTICATED = "401 credentials-missing";
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Room for two unfinished bodies, and not for a third.
  private static final Map<String, String> SETTINGS =
      Map.of("GIFTWARDEN_LISTENER_PENDING_BODY_BYTES", Integer.toString(2 * BODY + BODY / 2));

  @Test
  @DisplayName("E7 Z12 the body that does not fit beside all unfinished ones is told to come again")
  void pendingBodies() throws IOException {
    List<Integer> free = FreePorts.find(3);
    var ports = new Ports.Of(free.get(0), free.get(1), free.get(2));
    String url = "https://localhost:" + ports.https();
    Wire.Dialer stranger = Wire.Dialer.of(HOUSE, Identity.NONE, "gift");
    try (Replica _ = HOUSE.startReplica(Service.GIFT, ports, HOUSE.routes(), SETTINGS);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Wire, CompletableFuture<String>> answers = new LinkedHashMap<>();
      for (int i = 0; i < 3; i++) {
        Wire wire = begun(stranger, url);
        answers.put(wire, CompletableFuture.supplyAsync(() -> outcome(wire), threads));
      }
      // Which of the three comes to be read last is the event loops' affair.
      assertThat(CompletableFuture.anyOf(answers.values().toArray(CompletableFuture[]::new)).join())
          .isEqualTo("503 busy, retry after 1");
      for (Map.Entry<Wire, CompletableFuture<String>> answer : answers.entrySet()) {
        if (!answer.getValue().isDone()) {
          answer.getKey().send(REST.getBytes(US_ASCII));
        }
      }
      assertThat(answers.values().stream().map(CompletableFuture::join).sorted())
          .containsExactly(UNAUTHENTICATED, UNAUTHENTICATED, "503 busy, retry after 1");
      answers.keySet().forEach(Wire::close);
      try (Wire again = begun(stranger, url)) {
        again.send(REST.getBytes(US_ASCII));
        assertThat(outcome(again)).isEqualTo(UNAUTHENTICATED);
      }
    }
  }

  @Test
  @DisplayName(
      "E7 Z12 an address that holds its share of unfinished bodies leaves the rest to others")
  void shares() throws IOException {
    List<Integer> free = FreePorts.find(3);
    var ports = new Ports.Of(free.get(0), free.get(1), free.get(2));
    String url = "https://localhost:" + ports.https();
    Wire.Dialer stranger = Wire.Dialer.of(HOUSE, Identity.NONE, "gift");
    Map<String, String> share =
        Map.of("GIFTWARDEN_LISTENER_PENDING_BODY_BYTES_PER_ADDRESS", Integer.toString(BODY));
    try (Replica _ = HOUSE.startReplica(Service.GIFT, ports, HOUSE.routes(), share)) {
      batches(stranger, url);
      shares(stranger, url);
    }
  }

  private static void shares(Wire.Dialer stranger, String url) throws IOException {
    try (Wire one = begun(stranger, url);
        Wire second = begun(stranger, url);
        Wire other = begun(stranger.from("127.0.0.40"), url)) {
      other.send(REST.getBytes(US_ASCII));
      assertThat(outcome(other)).isEqualTo(UNAUTHENTICATED);
      List<String> ends = new ArrayList<>();
      for (Wire wire : List.of(one, second)) {
        try {
          wire.send(REST.getBytes(US_ASCII));
        } catch (IOException _) {
          // The one that did not fit has its answer already.
        }
        ends.add(outcome(wire));
      }
      assertThat(ends).containsExactlyInAnyOrder(UNAUTHENTICATED, "503 busy, retry after 1");
    }
  }

  /// The room of batches is a quarter, and theirs alone.
  private static void batches(Wire.Dialer stranger, String url) throws IOException {
    try (Wire small = begun(stranger, url, BATCH, BODY / 4);
        Wire other = begun(stranger, url)) {
      for (Wire wire : List.of(small, other)) {
        wire.send(REST.getBytes(US_ASCII));
        assertThat(outcome(wire)).isEqualTo(UNAUTHENTICATED);
      }
    }
    try (Wire large = begun(stranger, url, BATCH, BODY)) {
      assertThat(outcome(large)).isEqualTo("503 busy, retry after 1");
    }
  }

  private static Wire begun(Wire.Dialer caller, String url) throws IOException {
    return begun(caller, url, "/v1/gifts", BODY);
  }

  /// All of a request but the last byte.
  private static Wire begun(Wire.Dialer caller, String url, String path, int length)
      throws IOException {
    Wire wire = caller.dial(url);
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n".formatted(path)
            + "Content-Length: %d\r\n\r\n".formatted(length);
    wire.send((head + "{" + " ".repeat(length - 2)).getBytes(US_ASCII));
    return wire;
  }

  private static String outcome(Wire wire) {
    try {
      Wire.Answer answer = wire.answer(false).orElseThrow();
      String type = JSON.readTree(answer.body()).path("type").asText();
      String problem = answer.status() + " " + type.substring(type.lastIndexOf('/') + 1);
      String retryAfter = answer.header("retry-after");
      return retryAfter.isEmpty() ? problem : problem + ", retry after " + retryAfter;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
