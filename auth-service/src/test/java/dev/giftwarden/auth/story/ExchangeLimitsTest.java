package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.apikey.ApiKey;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.OwnIdentity;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("Z12 a flood of keys that are none takes nothing from others")
class ExchangeLimitsTest {
  private static final int STRANGERS = 24;
  private static final int GOOD = 15;

  private final Directory directory = new Directory();

  @Test
  @DisplayName("Z12 fresh good keys are exchanged, from other networks, by others and from its own")
  void floodOfOneNetwork() {
    var account = directory.account("standard", "optional");
    var over = new AtomicBoolean();
    try (var gift = Peer.service("gift");
        var audit = Peer.service("audit");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var flood =
          IntStream.range(0, STRANGERS)
              .mapToObj(n -> threads.submit(() -> flood(gift.stub(), new Random(n), over)))
              .toList();
      try {
        var keys = new ArrayList<String>();
        for (int n = 0; n < GOOD; n++) {
          keys.add(directory.key(account, "gifts:read", "").get("key").asText());
        }
        for (var key : keys) {
          assertThat(exchange(gift.stub(), key, "198.51.101.1")).isEqualTo("issued");
          assertThat(exchange(gift.stub(), key, "2001:db8:1::1")).isEqualTo("issued");
          assertThat(exchange(audit.stub(), key, "198.51.100.1")).isEqualTo("issued");
          assertThat(exchange(gift.stub(), key, "198.51.100.99"))
              .as("an honest neighbour")
              .isEqualTo("issued");
          assertThat(gift.stub().exchange(own()).hasIssued()).isTrue();
        }
      } finally {
        over.set(true);
      }
      assertThat(flood.stream().map(ExchangeLimitsTest::count).reduce(0, Integer::sum))
          .as("more than are free")
          .isGreaterThan(60);
    }
  }

  @Test
  @DisplayName("Z12 more at once from one network than can have their turn are told to wait")
  void tooManyOfOneNetwork() {
    try (var gift = Peer.service("gift");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<String>();
      for (int round = 0; round < 5 && !answers.contains("RESOURCE_EXHAUSTED"); round++) {
        answers.addAll(
            IntStream.range(0, 400)
                .mapToObj(n ->
                    threads.submit(
                        () -> exchange(gift.stub(), none(new Random(n)), "203.0.113." + n % 250)))
                .toList()
                .stream()
                .map(ExchangeLimitsTest::get)
                .toList());
      }
      assertThat(answers).containsOnly("key-invalid", "RESOURCE_EXHAUSTED");
      assertThat(answers).contains("RESOURCE_EXHAUSTED");
    }
  }

  private static int flood(
      AuthServiceGrpc.AuthServiceBlockingStub stub, Random random, AtomicBoolean over) {
    int refused = 0;
    while (!over.get()) {
      assertThat(exchange(stub, none(random), "198.51.100.7"))
          .isIn("key-invalid", "RESOURCE_EXHAUSTED");
      refused++;
    }
    return refused;
  }

  /// Of the right form: it reaches auth.
  private static String none(Random random) {
    return ApiKey.random(Environment.LIVE, random).reveal();
  }

  /// `issued`, the problem, or the status.
  private static String exchange(
      AuthServiceGrpc.AuthServiceBlockingStub stub, String key, String from) {
    try {
      var answer = stub.exchange(Peer.presented(key, from, List.of()));
      return answer.hasIssued() ? "issued" : answer.getRefused().getProblem();
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED
          ? "RESOURCE_EXHAUSTED"
          : e.toString();
    }
  }

  private static ExchangeRequest own() {
    return ExchangeRequest.newBuilder().setOwn(OwnIdentity.getDefaultInstance()).build();
  }

  private static int count(Future<Integer> flood) {
    return get(flood);
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
