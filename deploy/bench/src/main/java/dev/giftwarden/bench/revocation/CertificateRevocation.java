package dev.giftwarden.bench.revocation;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Many certificates with some connections each, all of them open at once to two replicas of gift:
/// from the answer that one is revoked to the last time that any of its connections was served. The
/// others live on.
final class CertificateRevocation implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(5);

  /// Each connection hears something in this time, for the listener closes what is silent for a
  /// minute.
  private static final Duration KEPT = Duration.ofSeconds(15);

  /// A busy machine answers each of them late.
  private static final int KEEPERS = 8;

  private final BenchHouse house;
  private final List<Victim> victims = new ArrayList<>();
  private final AtomicReference<Exception> lost = new AtomicReference<>();
  private final ScheduledExecutorService keeping =
      Executors.newScheduledThreadPool(KEEPERS, Thread.ofPlatform().daemon().factory());
  private final Caller operator;
  private int next;
  private final AtomicInteger kept = new AtomicInteger();

  private record Victim(Path folder, TlsFolder own, List<OpenConnection> connections) {}

  /// Opens everything.
  ///
  /// @param connections of each certificate, at the two replicas in turn
  CertificateRevocation(BenchHouse house, Replica second, int certificates, int connections) {
    this.house = house;
    Path first = house.home().pki().resolve("issued/operator/first");
    this.operator = Caller.with(first, Service.AUTH.id());
    var pki = Pki.open(house.home().pki(), InstantSource.system());
    int[] ports = {house.ports().of(Service.GIFT).https(), second.ports().https()};
    long pause = KEEPERS * KEPT.toNanos() / ((long) certificates * connections);
    try {
      for (int i = 0; i < KEEPERS; i++) {
        var _ = keeping.scheduleAtFixedRate(this::keep, pause, pause, TimeUnit.NANOSECONDS);
      }
      for (int i = 0; i < certificates; i++) {
        Path folder = house.file("certificate-" + i);
        pki.issuePartner(Partner.ACME.account(), Partner.ACME.client(), folder);
        var own = TlsFolder.open(folder, InstantSource.system());
        var open = new ArrayList<OpenConnection>();
        for (int n = 0; n < connections; n++) {
          open.add(OpenConnection.open(own, ports[(i * connections + n) % ports.length]));
        }
        add(new Victim(folder, own, List.copyOf(open)));
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void add(Victim victim) {
    victims.add(victim);
  }

  private synchronized List<OpenConnection> all() {
    return victims.stream().flatMap(victim -> victim.connections().stream()).toList();
  }

  /// There is nothing at this path, for nobody: it costs the service next to nothing.
  private void keep() {
    List<OpenConnection> open = all();
    if (!open.isEmpty() && lost.get() == null) {
      try {
        int _ = open.get(Math.floorMod(kept.getAndIncrement(), open.size())).get("/nothing", "");
      } catch (IOException | RuntimeException e) {
        lost.set(e);
      }
    }
  }

  /// Revokes the next of the certificates.
  ///
  /// @return milliseconds
  double measure() {
    Victim victim = victims.get(next++);
    try (Caller auth = Caller.with(victim.folder(), Service.AUTH.id())) {
      String credential =
          "Authorization: Bearer " + house.token(auth, house.key(), Service.GIFT) + "\r\n";
      var probes =
          victim.connections().stream()
              .map(open -> new Probe(() -> open.get("/v1/gifts?limit=1", credential), EVERY))
              .toList();
      double took = RevocationMeasurement.untilDead(probes, () -> revoke(victim));
      if (lost.get() != null) {
        throw new Failure("one of the open connections was lost: " + lost.get());
      }
      return took;
    }
  }

  private void revoke(Victim victim) {
    String path =
        "/v1/accounts/%s/clients/%s/certificates/%s/revoke"
            .formatted(Partner.ACME.account(), Partner.ACME.client(), victim.own().own().serial());
    String body =
        "{\"reason\":\"superseded\",\"notAfter\":\"" + victim.own().own().notAfter() + "\"}";
    try {
      BenchHouse.expect(
          200, operator.post(house.https(Service.AUTH) + path, Map.of(), "application/json", body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    keeping.shutdownNow();
    operator.close();
    all().forEach(OpenConnection::close);
  }
}
