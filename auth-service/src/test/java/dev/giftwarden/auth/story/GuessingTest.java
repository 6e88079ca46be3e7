package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.apikey.ApiKey;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.testkit.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Strangers who try keys at auth as fast as they are refused, more at once than have a turn, and
/// partners beside them.
@AuthTest
@DisplayName("E5 guessing at keys")
class GuessingTest {
  private static final int STRANGERS = 96;
  private static final int CALLS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject MeterRegistry metrics;

  private final Directory directory = new Directory();
  private final Random random = new Random();

  /// Who tries an id that there is, and who tries one that there is not.
  @ParameterizedTest(name = "E5 {0} of {1} at {2}")
  @CsvSource({
    "wrong secrets, 127.15.1.1, /oauth2/token",
    "unknown ids,   127.15.2.1, /oauth2/token",
    "wrong secrets, 127.15.3.1, /oauth2/introspect",
    "unknown ids,   127.15.4.1, /v1/accounts/none/keys",
  })
  @DisplayName("E5 slows its own network, is recorded and counted, and holds up no good key")
  void slowed(String what, String from, String path) throws Exception {
    var account = directory.account("standard", "optional");
    var known = directory.key(account, "gifts:read", "");
    var neighbours = directory.key(account, "gifts:read", "");
    double before = refused();
    var over = new AtomicBoolean();
    var waits = new CountDownLatch(1);
    var network = Edge.strangerAt(InetAddress.ofLiteral(from));
    assertThat(token(network, neighbours).status()).isEqualTo(200);
    List<Future<List<Answer>>> flood;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      flood =
          IntStream.range(0, STRANGERS)
              .mapToObj(_ ->
                  threads.submit(() -> guesses(network, path, () -> key(what, known), over, waits)))
              .toList();
      try {
        good(Edge.strangerAt(InetAddress.ofLiteral("127.16.0.1")), known);
        good(network, neighbours);
        assertThat(waits.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            .as("one is refused")
            .isTrue();
      } finally {
        over.set(true);
      }
    }
    var answers = flood.stream().flatMap(GuessingTest::answers).toList();
    assertThat(answers).extracting(Answer::status).containsOnly(401, 429);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 429)
        .isNotEmpty()
        .allSatisfy(answer -> {
          assertThat(answer.headers().get("retry-after")).isEqualTo("1");
          assertThat(answer.text()).contains("/problems/rate-limited");
        });
    assertThat(refused()).isGreaterThan(before);
    recorded(from.substring(0, from.lastIndexOf('.') + 1));
  }

  /// Singly, or counted once the second is over, as whatever strangers do.
  private static void recorded(String network) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Outbox.events(event -> isRecord(event, network)).isEmpty()) {
      assertThat(System.nanoTime()).as("recorded").isLessThan(deadline);
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static boolean isRecord(AuditEvent event, String network) {
    return event.actor().equals("anonymous")
        && List.of("rate", "over-rate").contains(event.reason())
        && event.sourceAddress().startsWith(network);
  }

  private static void good(Edge caller, JsonNode key) {
    for (int call = 0; call < CALLS; call++) {
      var answer = token(caller, key);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
  }

  private static Answer token(Edge caller, JsonNode key) {
    return caller.postForm("/oauth2/token", Directory.secret(key));
  }

  private static List<Answer> guesses(
      Edge network, String path, Supplier<ApiKey> key, AtomicBoolean over, CountDownLatch waits) {
    var answers = new ArrayList<Answer>();
    while (!over.get()) {
      var answer = guess(network, path, key.get());
      answers.add(answer);
      if (answer.status() == 429) {
        waits.countDown();
      }
    }
    return answers;
  }

  private static Answer guess(Edge network, String path, ApiKey key) {
    return path.startsWith("/oauth2/")
        ? network.postForm(
            path,
            Map.of(
                "grant_type",
                "client_credentials",
                "token",
                "x",
                "client_id",
                key.id().value(),
                "client_secret",
                key.reveal()))
        : network.get(path, "X-Api-Key", key.reveal());
  }

  private ApiKey key(String what, JsonNode known) {
    var random = ApiKey.random(Environment.LIVE, this.random);
    return what.equals("unknown ids")
        ? random
        : new ApiKey(
            Environment.LIVE,
            ApiKey.parse(known.get("key").asText()).orElseThrow().id(),
            random.secret());
  }

  private double refused() {
    return metrics.get("giftwarden_key_slowed_total").tag("outcome", "refused").counter().count();
  }

  private static Stream<Answer> answers(Future<List<Answer>> flood) {
    try {
      return flood.get().stream();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
