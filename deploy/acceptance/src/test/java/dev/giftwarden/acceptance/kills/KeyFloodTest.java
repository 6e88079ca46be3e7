package dev.giftwarden.acceptance.kills;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Strangers send bare keys that are none as fast as they are refused, and partners come with good
/// ones that gift has not seen yet: each has to ask auth.
class KeyFloodTest {
  private static final int STRANGERS = 16;
  private static final int GOOD = 100;
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final House HOUSE = House.started();

  @ParameterizedTest(name = "Z12 {0}, from {1}: fresh good keys from {2} are accepted")
  @CsvSource({
    "malformed,   127.0.0.1, 127.0.0.1",
    "well-formed, 127.0.9.1, 127.0.0.1",
    "well-formed, 127.0.0.1, 127.0.0.1",
  })
  @DisplayName("Z12 a flood of keys that are none leaves fresh good ones accepted")
  void flood(String form, String from, String goodFrom) throws InterruptedException {
    Partner acme = Partner.standard(HOUSE, "key-flood");
    List<Partner.Key> keys = acme.keys(GOOD, List.of("gifts:read"));
    Function<Random, String> bad = form.equals("malformed") ? _ -> "x" : KeyFloodTest::garbage;
    Path roots = Objects.requireNonNull(acme.certificate.folder());
    Map<Integer, Integer> strangers = new ConcurrentHashMap<>();
    Map<Integer, Integer> good = new TreeMap<>();
    CountDownLatch begun = new CountDownLatch(STRANGERS * 10);
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> flood = new ArrayList<>();
    for (int n = 0; n < STRANGERS; n++) {
      Random random = new Random(n);
      flood.add(
          Thread.ofVirtual()
              .start(() -> {
                try (Https stranger = client(roots, from)) {
                  while (!over.get()) {
                    strangers.merge(status(stranger, bad.apply(random)), 1, Integer::sum);
                    begun.countDown();
                  }
                }
              }));
    }
    try (Https caller = client(roots, goodFrom)) {
      assertThat(begun.await(30, TimeUnit.SECONDS)).as("a flood").isTrue();
      for (Partner.Key key : keys) {
        good.merge(status(caller, key.secret()), 1, Integer::sum);
      }
    } finally {
      over.set(true);
    }
    for (Thread stranger : flood) {
      stranger.join();
    }
    System.out.println(form + " from " + from + ": strangers " + strangers + ", good " + good);
    assertThat(strangers.keySet()).as("refused, or sent away busy").isSubsetOf(401, 429, 503);
    assertThat(good.getOrDefault(200, 0))
        .as(good.toString())
        .isGreaterThanOrEqualTo(GOOD * 99 / 100);
  }

  private static Https client(Path roots, String from) {
    TlsFolder trusted = TlsFolder.open(roots, InstantSource.system());
    return new Https(
        HttpClient.newBuilder()
            .sslContext(Tls.asNobody(trusted, "gift"))
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(InetAddress.ofLiteral(from))
            .build());
  }

  private static int status(Https caller, String key) {
    return caller
        .send(
            HttpRequest.newBuilder(URI.create(HOUSE.gift + "/v1/gifts?limit=1"))
                .header("X-Api-Key", key)
                .GET())
        .status();
  }

  /// Of the right form, checksum and all: only auth can tell that it is none.
  private static String garbage(Random random) {
    StringBuilder covered = new StringBuilder("gwk_live_");
    for (int i = 0; i < 42; i++) {
      covered.append(i == 12 ? "_" : "").append(ALPHABET.charAt(random.nextInt(62)));
    }
    CRC32 crc = new CRC32();
    crc.update(covered.toString().getBytes(US_ASCII));
    StringBuilder checksum = new StringBuilder();
    for (long rest = crc.getValue(), i = 0; i < 6; i++, rest /= 62) {
      checksum.insert(0, ALPHABET.charAt((int) (rest % 62)));
    }
    return covered.append(checksum).toString();
  }
}
