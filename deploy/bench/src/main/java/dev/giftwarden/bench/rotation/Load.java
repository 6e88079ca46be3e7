package dev.giftwarden.bench.rotation;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Calls without a pause while certificates change, over connections that stay open and over new
/// ones: gifts are sent, tokens made, the log read, and bare keys exchanged. What is sent fills the
/// outboxes, which drain meanwhile.
public final class Load implements AutoCloseable {
  private static final String READ = "/v1/gifts?limit=1";

  /// So many failures are kept to be read; all are counted.
  private static final int KEPT = 20;

  private interface Call {
    Answer make() throws IOException;
  }

  private final Site site;
  private final Pki pki;
  private final Path folder;
  private final Map<String, String> key;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean open = true;

  /// @param folder for the certificates that it has made
  private Load(Site site, Path folder) {
    this.site = site;
    this.folder = folder;
    this.pki = Pki.open(site.home().pki(), InstantSource.system());
    this.key = Map.of("Authorization", "Bearer " + site.key());
  }

  public static Load start(Site site, Path folder) {
    Load load = new Load(site, folder);
    load.begin("sending", load::keepSending);
    load.begin("making tokens", load::keepMakingTokens);
    load.begin("exchanging", load::exchangeAnew);
    load.begin("reading the log", load::readLogAnew);
    load.begin("probing", load::probeAnew);
    return load;
  }

  private void begin(String what, Runnable loop) {
    threads.add(Thread.ofPlatform().daemon().name("load: " + what).start(loop));
  }

  /// How many calls were made so far.
  public long calls() {
    return calls.get();
  }

  public long failed() {
    return failed.get();
  }

  /// The first of them.
  public List<String> failures() {
    return List.copyOf(failures);
  }

  private Path certificate(String name) {
    Path made = folder.resolve(name);
    pki.issuePartner(site.account(), site.client(), made);
    return made;
  }

  private void keepSending() {
    String gift =
        """
        {"budgetId":"%s","amount":1,"currency":"EUR",\
        "recipient":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}\
        """
            .formatted(site.budget());
    String url = site.https(Service.GIFT) + "/v1/gifts";
    try (Caller kept = Caller.with(certificate("sending"), "gift")) {
      while (open) {
        call(
            "sent over a kept connection",
            201,
            () -> kept.post(url, key, "application/json", gift));
      }
    }
  }

  private void keepMakingTokens() {
    String url = site.https(Service.AUTH) + BenchHouse.TOKEN;
    String asked = BenchHouse.tokenRequest(site.key(), Service.GIFT);
    try (Caller kept = Caller.with(certificate("tokens"), "auth")) {
      while (open) {
        call(
            "token over a kept connection",
            200,
            () -> kept.post(url, Map.of(), BenchHouse.FORM, asked));
      }
    }
  }

  /// What gift remembers of a key goes by the certificate too: a new one each time has it ask auth.
  private void exchangeAnew() {
    while (open) {
      try (Caller fresh = Caller.with(certificate("exchanging"), "gift")) {
        call("key exchanged", 200, () -> fresh.get(site.https(Service.GIFT) + READ, key));
      }
    }
  }

  private void readLogAnew() {
    Path shown = certificate("reading");
    String url = site.https(Service.AUDIT) + "/v1/audit/events?limit=1";
    while (open) {
      try (Caller fresh = Caller.with(shown, "audit")) {
        call("log read over a new connection", 200, () -> fresh.get(url, key));
      }
    }
  }

  /// As the kubelet does.
  private void probeAnew() {
    Path shown = certificate("probing");
    String url = site.management(Service.GIFT) + "/q/health/live";
    while (open) {
      try (Caller fresh = Caller.with(shown, "gift")) {
        call("probed over a new connection", 200, () -> fresh.get(url, Map.of()));
      }
    }
  }

  private void call(String what, int wanted, Call call) {
    calls.incrementAndGet();
    try {
      Answer answer = call.make();
      if (answer.status() != wanted) {
        fail(what + ": " + answer.status() + " " + answer.body());
      }
    } catch (IOException e) {
      fail(what + ": " + e);
    }
  }

  private void fail(String how) {
    failed.incrementAndGet();
    if (failures.size() < KEPT) {
      failures.add(how);
    }
  }

  /// Returns when the last call was answered.
  @Override
  public void close() {
    open = false;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
