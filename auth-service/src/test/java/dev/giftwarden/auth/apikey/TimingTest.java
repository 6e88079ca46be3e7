package dev.giftwarden.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.apikey.proof.KeyProof;
import dev.giftwarden.auth.apikey.proof.KeyProof.Proof;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Registry;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How long it takes to say no, where that is decided: with a database, and without the network,
/// whose noise would only hide what is looked for.
@AuthTest
@DisplayName("K15 how long a refusal takes")
class TimingTest {
  private static final int TIMINGS = 20_000;
  private static final int WARM_UP = 6_000;

  /// So many that what one row or one place in the index costs is nothing.
  private static final int KEYS = 500;

  private static final long PLANTED_NANOS = 50_000;

  /// Of 10,000 guesses by chance one in 30,000 such tests is right more often.
  private static final double RIGHT_AT_MOST = 0.52;

  @Inject KeyProof proof;

  private final Random random = new Random();

  private final List<KeyId> known = new ArrayList<>();

  @Test
  @DisplayName("K15 tells nobody whether an id exists; 50 µs more it would tell")
  void classifier() {
    makeKeys();
    var _ = measure(WARM_UP, PLANTED_NANOS);
    double honest = measure(TIMINGS, 0);
    double planted = measure(TIMINGS, PLANTED_NANOS);
    System.out.printf("K15 guessed right: %.4f, with 50 µs planted: %.4f%n", honest, planted);
    assertThat(honest).isLessThan(RIGHT_AT_MOST);
    assertThat(planted).isGreaterThan(0.6);
  }

  /// Many of one, whose secret opens each, and of which every other one is in use.
  private void makeKeys() {
    var directory = new Directory();
    var made = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var secret = ApiKey.parse(made.get("key").asText()).orElseThrow().secret();
    for (int i = 0; i < KEYS; i++) {
      known.add(someId());
    }
    Registry.copyKey(
        made.get("id").asText(), known.stream().map(KeyId::value).collect(Collectors.joining(",")));
    for (int i = 0; i < KEYS; i += 2) {
      var right = new ApiKey(Environment.LIVE, known.get(i), secret);
      assertThat(proof.prove(right.reveal())).isInstanceOf(Proof.Proven.class);
    }
  }

  private KeyId someId() {
    return ApiKey.random(Environment.LIVE, random).id();
  }

  /// Each text is seen once, whatever it is.
  private double measure(int count, long plantedNanos) {
    long[] nanos = new long[count];
    boolean[] labels = new boolean[count];
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextBoolean();
      var id = labels[i] ? known.get(random.nextInt(KEYS)) : someId();
      texts[i] = new ApiKey(Environment.LIVE, id, KeySecret.random(random)).reveal();
    }
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      Proof proven = proof.prove(texts[i]);
      spin(labels[i] ? plantedNanos : 0);
      nanos[i] = System.nanoTime() - begin;
      assertThat(proven)
          .isEqualTo(new Proof.Refused(labels[i] ? Refusal.KEY_SECRET : Refusal.KEY_UNKNOWN));
    }
    return Guesser.rightness(nanos, labels);
  }

  private static void spin(long nanos) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos) {
      Thread.onSpinWait();
    }
  }
}
