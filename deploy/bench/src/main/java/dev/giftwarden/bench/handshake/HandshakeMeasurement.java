package dev.giftwarden.bench.handshake;

import static dev.giftwarden.bench.report.Numbers.milliseconds;
import static dev.giftwarden.bench.report.Numbers.times;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.load.Processes;
import dev.giftwarden.bench.report.Numbers;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Service;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a connection to auth costs before anything is asked: with a certificate, without, with each
/// that is made to be expensive and refused, and nginx's beside it. One connection after the other,
/// a full handshake each, closed at the server's first byte or its alert.
public final class HandshakeMeasurement implements Measurement {
  private static final int SERVERS = 0;
  private static final String WITH = "with a certificate";
  private static final String WITHOUT = "without one";
  private static final String NGINX = "nginx, with a certificate";

  /// @param perRound connections of one kind in a round: CPU comes in hundredths of a second
  private record Counts(int rounds, int warm, int warmRefused, int perRound) {
    static Counts of(boolean brief) {
      return brief ? new Counts(3, 200, 5, 40) : new Counts(5, 8_000, 100, 300);
    }
  }

  /// @param connection of one kind, made and ended
  private record Kind(String name, long pid, Runnable connection, boolean refused) {}

  @Override
  public void run(Setting setting) {
    BenchHouse house = setting.house();
    long auth = house.pid(Service.AUTH);
    Processes.pin(auth, SERVERS);
    var stranger = new Stranger(Partner.ACME.credentials(house.home()));
    int port = URI.create(house.https(Service.AUTH)).getPort();
    List<Kind> kinds = new ArrayList<>();
    kinds.add(new Kind(WITH, auth, () -> stranger.accepted(port, true), false));
    kinds.add(new Kind(WITHOUT, auth, () -> stranger.accepted(port, false), false));
    stranger
        .hostile()
        .forEach((name, chain) ->
            kinds.add(new Kind(name, auth, () -> stranger.refused(port, chain.get()), true)));
    try (Nginx nginx = Nginx.startIfThere(house)) {
      nginx
          .pid()
          .ifPresentOrElse(
              pid -> {
                Processes.pin(pid, SERVERS);
                Runnable shake = () -> stranger.accepted(nginx.port(), true);
                kinds.add(1, new Kind(NGINX, pid, shake, false));
              },
              () -> setting.out().println("nginx is not on this machine: not measured"));
      report(setting, measure(kinds, Counts.of(setting.brief()), setting));
    }
    setting.figures().put("resumption_offered", stranger.tickets(port));
  }

  private static Map<Kind, Double> measure(List<Kind> kinds, Counts counts, Setting setting) {
    setting.out().printf("warming: %,d handshakes …%n", counts.warm());
    for (Kind kind : kinds) {
      repeat(kind, kind.refused() ? counts.warmRefused() : counts.warm());
    }
    Map<Kind, List<Double>> rounds = new LinkedHashMap<>();
    for (int round = 1; round <= counts.rounds(); round++) {
      setting.out().printf("round %d of %d …%n", round, counts.rounds());
      for (Kind kind : kinds) {
        double before = Processes.cpuSeconds(kind.pid());
        repeat(kind, counts.perRound());
        double each = (Processes.cpuSeconds(kind.pid()) - before) * 1_000 / counts.perRound();
        rounds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(each);
      }
    }
    Map<Kind, Double> medians = new LinkedHashMap<>();
    rounds.forEach((kind, each) -> medians.put(kind, Numbers.median(each, Double::doubleValue)));
    return medians;
  }

  private static void repeat(Kind kind, int times) {
    for (int i = 0; i < times; i++) {
      kind.connection().run();
    }
  }

  private static void report(Setting setting, Map<Kind, Double> medians) {
    double accepted = named(WITH, medians).orElseThrow();
    Table table = new Table("a handshake", "server's CPU", "of an accepted one");
    medians.forEach((kind, each) -> {
      String name = kind.refused() ? "refused: " + kind.name() : kind.name();
      table.row(name, milliseconds(each), times(each / accepted));
      if (kind.refused()) {
        setting.figures().put("refused_" + word(kind.name()) + "_cpu_ms", each);
      }
    });
    table.print(setting.out());
    double worst =
        medians.entrySet().stream()
            .filter(each -> each.getKey().refused())
            .mapToDouble(Map.Entry::getValue)
            .max()
            .orElseThrow(() -> new Failure("nothing was refused"));
    setting.figures().put("with_certificate_cpu_ms", accepted);
    named(WITHOUT, medians)
        .ifPresent(each -> setting.figures().put("without_certificate_cpu_ms", each));
    named(NGINX, medians).ifPresent(each -> setting.figures().put("nginx_cpu_ms", each));
    setting.figures().put("refused_cpu_ms", worst);
    setting.figures().put("refused_ratio", worst / accepted);
  }

  private static Optional<Double> named(String name, Map<Kind, Double> medians) {
    return medians.entrySet().stream()
        .filter(each -> each.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace(",", "").replaceAll("[^a-z0-9]+", "_");
  }
}
