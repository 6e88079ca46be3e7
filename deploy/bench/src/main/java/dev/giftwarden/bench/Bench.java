package dev.giftwarden.bench;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.load.Processes;
import dev.giftwarden.bench.load.Strangers;
import dev.giftwarden.bench.report.Figures;
import dev.giftwarden.bench.report.Told;
import dev.giftwarden.certs.provider.FastCryptography;
import dev.giftwarden.local.image.Programs;
import dev.giftwarden.local.stack.Failure;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `deploy/bench/run`: what things cost here, on this machine, now.
@Command(
    name = "deploy/bench/run",
    header = "Measures one thing on this machine, beside its peers, in one run.",
    description = {
      "",
      "Starts and stops what it needs: PostgreSQL, the three services, and the peers."
    },
    footerHeading = "%nNames:%n",
    sortOptions = false)
final class Bench implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "What to measure.")
  private String name = "";

  @Option(names = "--short", description = "End within three minutes: small counts, for scripts.")
  private boolean brief;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures into it, as one flat object.")
  private @Nullable Path json;

  @Option(
      names = "--packaging",
      paramLabel = "WORD",
      description = {
        "What of the services is started: image, what the JVM images hold, made first where",
        "something has changed; jvm, what is packaged, without a cache; or native. Default: image;",
        "jvm for start, starts and webhooks."
      })
  private @Nullable String packaging;

  // picocli finds it by its annotation, and shows the help itself.
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  private boolean help;

  private final PrintStream out = System.out;

  private Bench() {}

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Bench());
    command.setUsageHelpAutoWidth(true);
    command.getCommandSpec().usageMessage().footer(names());
    command.setExecutionExceptionHandler(Bench::explain);
    System.exit(command.execute(arguments));
  }

  private static String[] names() {
    return Arrays.stream(Name.values())
        .map(name -> "  %-12s %s".formatted(name.text(), name.what()))
        .toArray(String[]::new);
  }

  /// What a person can mend is one line; a bug shows where it is.
  private static int explain(Exception thrown, CommandLine command, Object parsed) {
    if (thrown instanceof Failure failure) {
      System.err.println(command.getCommandName() + ": " + failure.getMessage());
    } else {
      thrown.printStackTrace(System.err);
    }
    return 1;
  }

  @Override
  public Integer call() {
    Name wanted = Name.of(name).orElseThrow(() -> new Failure("no such name; there is " + all()));
    FastCryptography.install();
    Path project = Path.of(System.getProperty("giftwarden.project", "."));
    Figures figures = new Figures();
    String started = packaging == null ? wanted.packaging() : packaging;
    Programs.require(started);
    figures.put("started", started);
    out.println("services started as: " + started);
    try (BenchHouse house = BenchHouse.start(project, started, new Told(out))) {
      Strangers strangers = new Strangers(house.postgres());
      wanted.measurement().run(new Measurement.Setting(house, project, brief, figures, out));
      conditions(house, strangers, figures);
    }
    if (json != null) {
      figures.write(json);
    }
    return 0;
  }

  private static String all() {
    return Arrays.stream(Name.values()).map(Name::text).collect(Collectors.joining(", "));
  }

  private void conditions(BenchHouse house, Strangers strangers, Figures figures) {
    out.println();
    for (String setting : new String[] {"fsync", "synchronous_commit"}) {
      String value = house.show(setting);
      out.printf("PostgreSQL %s: %s%n", setting, value);
      figures.put(setting, value);
    }
    double cores = strangers.cores();
    int all = Runtime.getRuntime().availableProcessors();
    out.printf(Locale.ROOT, "others kept %.2f of %d cores busy meanwhile%n", cores, all);
    figures.put("strangers_cores", cores);
    boolean bySession = Processes.sharesBySession();
    figures.put("sched_autogroup", bySession ? 1 : 0);
    if (bySession) {
      out.println(
          "this kernel shares a core by session, and every connection of PostgreSQL is one:");
      out.println(
          "on a full core, its writes wait for seconds. Measure with it off, until you reboot:");
      out.println("  echo 0 | sudo tee /proc/sys/kernel/sched_autogroup_enabled");
    }
  }
}
