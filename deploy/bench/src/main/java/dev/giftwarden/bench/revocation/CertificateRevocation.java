package dev.giftwarden.bench.revocation;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One certificate, shown by many connections to two replicas of gift that stay open: from the
/// answer that it is revoked to the last time that any of them was served.
final class CertificateRevocation {
  /// The first of them are asked so often that the moment is seen; the rest often enough that one
  /// which is forgotten would be, and seldom enough that the machine is not what is measured.
  private static final int QUICK = 6;

  private static final Duration QUICK_EVERY = Duration.ofMillis(5);

  private final BenchHouse house;
  private final Replica second;
  private final int connections;

  CertificateRevocation(BenchHouse house, Replica second, int connections) {
    this.house = house;
    this.second = second;
    this.connections = connections;
  }

  /// @return milliseconds
  double measure() {
    Path folder = house.file("certificate");
    Pki.open(house.home().pki(), InstantSource.system())
        .issuePartner(Partner.ACME.account(), Partner.ACME.client(), folder);
    var open = new ArrayList<Caller>();
    try (Caller auth = Caller.with(folder, Service.AUTH.id())) {
      String token = house.token(auth, house.key(), Service.GIFT);
      var probes = new ArrayList<Probe>();
      for (int i = 0; i < connections; i++) {
        Caller caller = Caller.with(folder, Service.GIFT.id());
        open.add(caller);
        String gift = i % 2 == 0 ? house.https(Service.GIFT) : second.https();
        Duration every = i < QUICK ? QUICK_EVERY : Duration.ofMillis(connections);
        probes.add(new Probe(caller, gift + "/v1/gifts?limit=1", token, every));
      }
      return RevocationMeasurement.untilDead(List.copyOf(probes), () -> revoke(folder));
    } finally {
      open.forEach(Caller::close);
    }
  }

  private void revoke(Path folder) {
    var own = TlsFolder.open(folder, InstantSource.system()).own();
    String path =
        "/v1/accounts/%s/clients/%s/certificates/%s/revoke"
            .formatted(Partner.ACME.account(), Partner.ACME.client(), own.serial());
    String body = "{\"reason\":\"superseded\",\"notAfter\":\"" + own.notAfter() + "\"}";
    try (Caller operator =
        Caller.with(house.home().pki().resolve("issued/operator/first"), Service.AUTH.id())) {
      BenchHouse.expect(
          200, operator.post(house.https(Service.AUTH) + path, Map.of(), "application/json", body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
