package dev.giftwarden.certs.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.Hostile;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.SpiffeId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a stranger's certificate costs before anybody vouches for it, in CPU of the thread that has
/// both ends of a handshake: clocks on the wall say nothing on a busy machine.
class RefusalCostTest {
  private static final int WARM = 60;
  private static final int ROUNDS = 25;

  /// Of one accepted handshake.
  private static final int MOST = 3;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @TempDir static Path temp;
  static TlsFolder gift;
  static TlsFolder erp;
  static Map<String, Supplier<List<X509Certificate>>> hostile;
  static long accepted;

  @BeforeAll
  static void measureAccepted() {
    Pki pki = Pki.init(temp.resolve("pki"), InstantSource.system());
    pki.issueEdge("gift", List.of("localhost"), temp.resolve("gift"));
    pki.issuePartner("acme", "erp", temp.resolve("erp"));
    gift = TlsFolder.open(temp.resolve("gift"), InstantSource.system());
    erp = TlsFolder.open(temp.resolve("erp"), InstantSource.system());
    hostile = Hostile.ways(erp.chain().getLast());
    accepted = nanos(erp::keyManager, WARM, Optional.empty());
  }

  static Stream<Arguments> hostile() {
    return hostile.entrySet().stream()
        .map(entry -> Arguments.argumentSet(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  @DisplayName("M1 a refused handshake costs no more than three accepted ones")
  void costsLittle(Supplier<List<X509Certificate>> hostile) {
    long refused =
        nanos(
            () -> shown(hostile.get()),
            0, // one that costs seconds is not to be met more often than need be
            Optional.of("(certificate_unknown) Received fatal alert: certificate_unknown"));
    assertThat(refused).as("%d ns accepted", accepted).isLessThan(MOST * accepted);
  }

  private static ShownKey shown(List<X509Certificate> chain) {
    X509Certificate leaf =
        Hostile.shownWith(erp.chain().getFirst().getPublicKey(), chain.getFirst());
    return new ShownKey(
        Stream.concat(Stream.of(leaf), chain.stream().skip(1)).toList(), erp.privateKey());
  }

  /// The median of handshakes in which another key is shown each time.
  private static long nanos(
      Supplier<X509ExtendedKeyManager> keys, int warm, Optional<String> outcome) {
    long[] rounds = new long[ROUNDS];
    for (int i = -warm; i < ROUNDS; i++) {
      X509ExtendedKeyManager shown = keys.get();
      long before = THREADS.getCurrentThreadCpuTime();
      Optional<String> met = shake(shown);
      rounds[Math.max(i, 0)] = THREADS.getCurrentThreadCpuTime() - before;
      assertThat(met).isEqualTo(outcome);
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private static Optional<String> shake(X509ExtendedKeyManager shown) {
    SSLEngine listener =
        context(gift.keyManager(), gift.trustingClients(Set.of(Kind.PARTNER))).createSSLEngine();
    listener.setUseClientMode(false);
    listener.setNeedClientAuth(true);
    SSLEngine client =
        context(shown, erp.trustingServer(new SpiffeId.Service("gift")))
            .createSSLEngine("localhost", 443);
    client.setUseClientMode(true);
    return Handshake.between(client, listener);
  }

  private static SSLContext context(KeyManager keys, TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
