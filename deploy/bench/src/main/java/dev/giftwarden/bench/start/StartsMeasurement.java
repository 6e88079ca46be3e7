package dev.giftwarden.bench.start;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.report.Numbers;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// Starts and stops auth again and again while every core is busy and gift and audit follow its
/// feed: whether each start becomes ready. A start that does not is left as it is and its last
/// words are printed.
public final class StartsMeasurement implements Measurement {

  private static final Duration POLL = Duration.ofMillis(100);

  /// Ten times what a start takes on a core that two others share.
  private static final Duration STUCK = Duration.ofMinutes(3);

  @Override
  public void run(Setting setting) {
    int starts = setting.brief() ? 10 : 100;
    List<Double> seconds = new ArrayList<>();
    int stuck = 0;
    CountDownLatch over = new CountDownLatch(1);
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread.ofPlatform().daemon().name("busy-" + i).start(() -> keepBusy(over));
    }
    try {
      Replica auth = setting.house().stack().replica(Service.AUTH);
      for (int i = 0; i < starts; i++) {
        auth.stop();
        long begun = System.nanoTime();
        auth.start();
        if (becomesReady(auth)) {
          seconds.add((System.nanoTime() - begun) / 1e9);
        } else {
          stuck++;
          setting.out().println("stuck: " + lastWords(setting));
          setting.out().println("its threads: " + threads(setting, auth, i));
        }
        setting.out().printf("%d of %d, %d stuck%n", i + 1, starts, stuck);
      }
    } finally {
      over.countDown();
    }
    setting.figures().put("starts", starts);
    setting.figures().put("starts_stuck", stuck);
    Table table = new Table("auth, every core busy", "starts", "stuck", "ready after", "longest");
    table.row(
        "starts",
        Integer.toString(starts),
        Integer.toString(stuck),
        String.format(Locale.ROOT, "%.1f s", Numbers.median(seconds, Double::doubleValue)),
        String.format(
            Locale.ROOT, "%.1f s", seconds.stream().mapToDouble(it -> it).max().orElse(0)));
    table.print(setting.out());
  }

  private static void keepBusy(CountDownLatch over) {
    while (over.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private static boolean becomesReady(Replica auth) {
    long end = System.nanoTime() + STUCK.toNanos();
    while (!auth.isReady()) {
      if (!auth.isAlive()) {
        throw new Failure("auth-service ended");
      }
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure("interrupted", e);
      }
    }
    return true;
  }

  /// Where each of them waits is what somebody has to know.
  private static Path threads(Setting setting, Replica auth, int number) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return setting
        .house()
        .file("stuck-" + number, Shell.run(jcmd, Long.toString(auth.pid()), "Thread.print"));
  }

  private static String lastWords(Setting setting) {
    try {
      List<String> log = Files.readAllLines(setting.house().home().logs().resolve("auth.log"));
      return log.isEmpty() ? "nothing" : log.getLast();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
