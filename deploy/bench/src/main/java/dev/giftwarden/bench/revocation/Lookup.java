package dev.giftwarden.bench.revocation;

import static dev.giftwarden.bench.report.Numbers.whole;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.v1.CertificateRevoked;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.crl.ListFile;
import dev.giftwarden.certs.crl.RevocationList;
import dev.giftwarden.certs.crl.SignedList;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Partner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What it costs a service to remember 100,000 revoked certificates, and to look one up that is not
/// among them: in what the trust feed has said, and in a list on disk.
public final class Lookup implements Measurement {
  private static final int CERTIFICATES = 100_000;
  private static final int ROUNDS = 5_000_000;

  /// As long as ours.
  private static final int SERIAL_BITS = 127;

  private record Cost(double nanos, double bytes, int remembered) {}

  @Override
  public void run(Setting setting) {
    Path own = Partner.ACME.credentials(setting.house().home());
    X509Certificate asked = TlsFolder.open(own, InstantSource.system()).own().leaf();
    Cost feed = feed(asked);
    Cost list = list(setting, asked);
    if (feed.remembered() != CERTIFICATES || list.remembered() != CERTIFICATES) {
      throw new IllegalStateException("too few are remembered");
    }
    Table table = new Table("100,000 revoked certificates", "one look", "memory of all");
    row(table, "by the trust feed, in each service", feed);
    row(table, "by a list on disk, where there is one", list);
    table.print(setting.out());
    setting.figures().put("lookup_ns", feed.nanos());
    setting.figures().put("memory_bytes", feed.bytes());
    setting.figures().put("list_lookup_ns", list.nanos());
    setting.figures().put("list_memory_bytes", list.bytes());
  }

  private static void row(Table table, String name, Cost cost) {
    table.row(name, whole(cost.nanos()) + " ns", whole(cost.bytes() / 1024) + " KiB");
  }

  private static Cost feed(X509Certificate asked) {
    long before = used();
    var trust =
        new TrustState(InstantSource.system(), System::nanoTime, Duration.ofMinutes(1), Set::of);
    fill(trust);
    double bytes = Math.max(0, used() - before);
    return new Cost(nanos(asked, trust::isRevoked), bytes, trust.revokedCertificates());
  }

  private static Cost list(Setting setting, X509Certificate asked) {
    Path folder = setting.house().file("partners-ca");
    Pki.open(setting.house().home().pki(), InstantSource.system()).handOverPartnerCa(folder);
    PartnerCa ca = PartnerCa.open(folder, InstantSource.system());
    Path file = setting.house().file("partners.crl");
    try {
      Files.write(file, signed(ca));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long before = used();
    ListFile opened = ListFile.open(file, () -> List.of(ca.certificate()), InstantSource.system());
    double bytes = Math.max(0, used() - before);
    SignedList list = opened.list().orElseThrow();
    if (!list.covers(asked)) {
      throw new IllegalStateException("the list is of another CA");
    }
    return new Cost(
        nanos(asked, leaf -> !list.covers(leaf) || list.names(leaf)), bytes, list.serials().size());
  }

  private static byte[] signed(PartnerCa ca) {
    var now = InstantSource.system().instant();
    var entries = serials().map(serial -> new RevocationList.Entry(serial, now, 1)).toList();
    return ca.sign(
        (certificate, key) -> RevocationList.sign(certificate, key, BigInteger.ONE, now, entries));
  }

  private static double nanos(X509Certificate asked, Predicate<X509Certificate> dead) {
    int found = ask(asked, dead); // warms up
    long begun = System.nanoTime();
    found += ask(asked, dead);
    double nanos = (double) (System.nanoTime() - begun) / ROUNDS;
    if (found != 0) {
      throw new IllegalStateException("one is revoked that is not");
    }
    return nanos;
  }

  private static int ask(X509Certificate asked, Predicate<X509Certificate> dead) {
    int found = 0;
    for (int i = 0; i < ROUNDS; i++) {
      found += dead.test(asked) ? 1 : 0;
    }
    return found;
  }

  private static Stream<BigInteger> serials() {
    var random = new Random(7);
    return Stream.generate(() -> new BigInteger(SERIAL_BITS, random).setBit(0)).limit(CERTIFICATES);
  }

  private static void fill(TrustState trust) {
    var now = InstantSource.system().instant();
    var snapshot =
        TrustSnapshot.newBuilder().setNumber(1).setDatabaseTimeUnixMs(now.toEpochMilli());
    serials()
        .forEach(serial ->
            snapshot.addEntries(
                TrustEntry.newBuilder()
                    .setCertificateRevoked(
                        CertificateRevoked.newBuilder()
                            .setSerial(ByteString.copyFrom(serial.toByteArray()))
                            .setNotAfterUnixMs(now.plus(Duration.ofDays(1)).toEpochMilli()))));
    var _ = trust.apply(TrustUpdate.newBuilder().setSnapshot(snapshot).build());
  }

  private static long used() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
