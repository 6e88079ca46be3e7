package dev.giftwarden.bench.load;

import dev.giftwarden.bench.load.ApacheBench.Connections;
import dev.giftwarden.bench.report.Numbers;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Asks contenders in turn, round after round, so that what else happens on the machine meets them
/// all alike, and counts what each request cost.
public final class Contest {

  /// What was paused catches up before anything is counted.
  private static final Duration CATCH_UP = Duration.ofMillis(1500);

  private final ApacheBench load;
  private final Scale scale;
  private final long postgres;
  private final PrintStream progress;

  /// @param postgres the process of the database server
  public Contest(ApacheBench load, Scale scale, long postgres, PrintStream progress) {
    this.load = load;
    this.scale = scale;
    this.postgres = postgres;
    this.progress = progress;
  }

  /// One round of one contender.
  ///
  /// @param cpuMilliseconds of its process, for each request
  /// @param postgresMilliseconds of the database server's processes, for each request
  public record Round(
      double cpuMilliseconds,
      double postgresMilliseconds,
      double perSecond,
      double p99Milliseconds) {

    /// Of both.
    public double cpu() {
      return cpuMilliseconds + postgresMilliseconds;
    }
  }

  /// The rounds of each contender.
  public record Results(Map<Contender, List<Round>> rounds) {

    public double median(Contender contender, ToDoubleFunction<Round> value) {
      return Numbers.median(rounds.getOrDefault(contender, List.of()), value);
    }
  }

  /// By count, not by time: a slow one must not go into the rounds half warm.
  public void warm(List<Contender> contenders, Connections connections) {
    int requests = connections == Connections.OPEN ? scale.warmRequests() : scale.warmHandshakes();
    for (Contender contender : contenders) {
      progress.printf("warming %s: %,d requests %s …%n", contender.name(), requests, connections);
      // In parts: a token must not end on the way.
      for (int part = 0; part < scale.warmParts(); part++) {
        load.forRequests(contender.target().get(), connections, requests / scale.warmParts());
      }
    }
  }

  public Results rounds(List<Contender> contenders, Connections connections) {
    Map<Contender, List<Round>> rounds = new LinkedHashMap<>();
    for (int number = 1; number <= scale.rounds(); number++) {
      for (Contender contender : contenders) {
        Round round = undisturbed(contender, connections);
        rounds.computeIfAbsent(contender, _ -> new ArrayList<>()).add(round);
        progress.printf(
            "round %d of %d, %s, connections %s: %s of CPU, %s/s%n",
            number,
            scale.rounds(),
            contender.name(),
            connections,
            Numbers.milliseconds(round.cpuMilliseconds()),
            Numbers.whole(round.perSecond()));
      }
    }
    return new Results(rounds);
  }

  private Round undisturbed(Contender contender, Connections connections) {
    Target target = contender.target().get();
    contender.pausedMeanwhile().forEach(pid -> Processes.signal(pid, "STOP"));
    try {
      return round(contender, target, connections);
    } finally {
      contender.pausedMeanwhile().forEach(pid -> Processes.signal(pid, "CONT"));
      if (!contender.pausedMeanwhile().isEmpty()) {
        pause();
      }
    }
  }

  private Round round(Contender contender, Target target, Connections connections) {
    double cpu = Processes.cpuSeconds(contender.pid());
    double database = Processes.cpuSecondsOfFamily(postgres);
    ApacheBench.Result result = load.forSeconds(target, connections, scale.roundSeconds());
    double perRequest = 1000.0 / result.requests();
    return new Round(
        (Processes.cpuSeconds(contender.pid()) - cpu) * perRequest,
        (Processes.cpuSecondsOfFamily(postgres) - database) * perRequest,
        result.perSecond(),
        result.p99Milliseconds());
  }

  private static void pause() {
    try {
      Thread.sleep(CATCH_UP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
