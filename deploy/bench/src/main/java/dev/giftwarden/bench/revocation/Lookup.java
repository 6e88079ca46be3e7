package dev.giftwarden.bench.revocation;

import static dev.giftwarden.bench.report.Numbers.whole;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.v1.CertificateRevoked;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.bench.Measurement.Setting;
import dev.giftwarden.bench.report.Table;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;

/// What it costs a service to remember 100,000 revoked certificates, and to look one up.
final class Lookup {
  private static final int CERTIFICATES = 100_000;
  private static final int ROUNDS = 5_000_000;

  /// As long as ours.
  private static final int SERIAL_BITS = 127;

  private Lookup() {}

  static void measure(Setting setting, X509Certificate certificate) {
    long before = used();
    var trust =
        new TrustState(InstantSource.system(), System::nanoTime, Duration.ofMinutes(1), Set::of);
    fill(trust);
    double bytes = Math.max(0, used() - before);
    int found = 0;
    ask(trust, certificate);
    long begun = System.nanoTime();
    found += ask(trust, certificate);
    double nanos = (double) (System.nanoTime() - begun) / ROUNDS;
    if (found != 0 || trust.revokedCertificates() != CERTIFICATES) {
      throw new IllegalStateException("one is revoked that is not, or too few are");
    }
    Table table = new Table("100,000 revoked certificates", "one look", "memory of all");
    table.row("in each service", whole(nanos) + " ns", whole(bytes / 1024) + " KiB");
    table.print(setting.out());
    setting.figures().put("lookup_ns", nanos);
    setting.figures().put("memory_bytes", bytes);
  }

  private static int ask(TrustState trust, X509Certificate certificate) {
    int found = 0;
    for (int i = 0; i < ROUNDS; i++) {
      found += trust.isRevoked(certificate) ? 1 : 0;
    }
    return found;
  }

  private static void fill(TrustState trust) {
    var random = new Random(7);
    var now = InstantSource.system().instant();
    var snapshot =
        TrustSnapshot.newBuilder().setNumber(1).setDatabaseTimeUnixMs(now.toEpochMilli());
    for (int i = 0; i < CERTIFICATES; i++) {
      byte[] serial = new BigInteger(SERIAL_BITS, random).setBit(0).toByteArray();
      snapshot.addEntries(
          TrustEntry.newBuilder()
              .setCertificateRevoked(
                  CertificateRevoked.newBuilder()
                      .setSerial(ByteString.copyFrom(serial))
                      .setNotAfterUnixMs(now.plus(Duration.ofDays(1)).toEpochMilli())));
    }
    var _ = trust.apply(TrustUpdate.newBuilder().setSnapshot(snapshot).build());
  }

  private static long used() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
