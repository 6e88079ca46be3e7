package dev.giftwarden.bench.start;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.load.Processes;
import dev.giftwarden.bench.report.Numbers;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.bench.report.Told;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.image.Images;
import dev.giftwarden.local.image.ServiceImage;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Each service alone, its database and the others running: how long until it is ready, what that
/// took, and how much memory it holds before and after work. Twice: as it is packaged, and as its
/// JVM image holds it, with an ahead-of-time cache.
public final class StartMeasurement implements Measurement {

  private static final Duration POLL = Duration.ofMillis(50);

  /// What starts with it has ended by then.
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final String PACKAGING = "aot-jar, 256 MB heap, SerialGC";

  private record Start(double seconds, double cpuSeconds, double idle, double loaded) {}

  @Override
  public void run(Setting setting) {
    Table table =
        new Table(
            "256 MB heap, SerialGC",
            "ready after",
            "CPU until then",
            "memory idle",
            "after %d calls".formatted(calls(setting)));
    new Images(setting.project(), InstantSource.system(), new Told(setting.out())).make();
    for (Service service : Service.values()) {
      Replica replica = setting.house().stack().replica(service);
      measure(setting, service, replica::start, "", table);
      replica.stop();
      ServiceImage image = new ServiceImage(setting.project(), service);
      setting.figures().put(service.id() + "_image_mb", image.megabytes());
      measure(setting, service, () -> replica.start(image.program()), "aot_", table);
    }
    setting.figures().put("packaging", PACKAGING);
    table.print(setting.out());
  }

  private static int calls(Setting setting) {
    return setting.brief() ? 200 : 2_000;
  }

  /// @param packaging what goes before the names of the figures
  private static void measure(
      Setting setting, Service service, Runnable starter, String packaging, Table table) {
    List<Start> starts = new ArrayList<>();
    for (int i = 0; i < (setting.brief() ? 1 : 5); i++) {
      starts.add(start(setting, service, starter));
      setting.out().printf("%s %s%s%n", service.id(), packaging, starts.getLast());
    }
    report(setting, service, packaging, starts, table);
  }

  private static Start start(Setting setting, Service service, Runnable starter) {
    Replica replica = setting.house().stack().replica(service);
    replica.stop();
    long begun = System.nanoTime();
    starter.run();
    while (!replica.isReady()) {
      pause(POLL);
      if (!replica.isAlive()) {
        throw new Failure(
            service.folderName() + " ended; its log is in " + setting.house().home().logs());
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    double cpu = Processes.cpuSeconds(replica.pid());
    pause(SETTLED);
    double idle = Processes.residentMegabytes(replica.pid());
    work(setting, service);
    return new Start(seconds, cpu, idle, Processes.residentMegabytes(replica.pid()));
  }

  /// What the service is mostly asked, over one connection.
  private static void work(Setting setting, Service service) {
    BenchHouse house = setting.house();
    try (Caller auth = house.partner(Service.AUTH);
        Caller caller = house.partner(service)) {
      if (service == Service.AUTH) {
        for (int i = 0; i < calls(setting); i++) {
          house.token(auth, house.key(), Service.GIFT);
        }
        return;
      }
      Map<String, String> token =
          Map.of("Authorization", "Bearer " + house.token(auth, house.key(), service));
      String path = service == Service.GIFT ? "/v1/gifts?limit=1" : "/v1/audit/events?limit=1";
      for (int i = 0; i < calls(setting); i++) {
        BenchHouse.expect(200, caller.get(house.https(service) + path, token));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void report(
      Setting setting, Service service, String packaging, List<Start> starts, Table table) {
    double seconds = Numbers.median(starts, Start::seconds);
    double cpu = Numbers.median(starts, Start::cpuSeconds);
    double idle = Numbers.median(starts, Start::idle);
    double loaded = Numbers.median(starts, Start::loaded);
    table.row(
        service.folderName() + (packaging.isEmpty() ? ", package alone" : ", image with AOT cache"),
        String.format(Locale.ROOT, "%.1f s", seconds),
        String.format(Locale.ROOT, "%.1f s", cpu),
        Numbers.whole(idle) + " MB",
        Numbers.whole(loaded) + " MB");
    setting.figures().put(service.id() + "_" + packaging + "start_s", seconds);
    setting.figures().put(service.id() + "_" + packaging + "start_cpu_s", cpu);
    setting.figures().put(service.id() + "_" + packaging + "rss_idle_mb", idle);
    setting.figures().put(service.id() + "_" + packaging + "rss_loaded_mb", loaded);
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
