package dev.giftwarden.bench.load;

import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `ab`, which costs little itself, presents client certificates, and does a full handshake for
/// every connection it opens.
public final class ApacheBench {

  private static final int CONNECTIONS = 8;

  /// More than any server answers in a round.
  private static final int ENDLESS = 3_000_000;

  private final int core;
  private final Path folder;

  /// @param core where the load comes from
  /// @param folder for what it writes
  public ApacheBench(int core, Path folder) {
    Shell.require("ab", "apt-get install apache2-utils");
    Shell.require("taskset", "apt-get install util-linux");
    this.core = core;
    this.folder = folder;
  }

  /// Whether connections are kept.
  public enum Connections {
    OPEN,
    /// A new one, with its handshake, for every request.
    FRESH
  }

  /// @param perSecond requests
  /// @param p99Milliseconds 99 of 100 requests took no longer
  public record Result(long requests, double perSecond, double p99Milliseconds) {}

  public Result forSeconds(Target target, Connections connections, int seconds) {
    return run(target, connections, List.of("-t", "" + seconds, "-n", "" + ENDLESS));
  }

  public Result forRequests(Target target, Connections connections, int requests) {
    return run(target, connections, List.of("-n", "" + requests));
  }

  private Result run(Target target, Connections connections, List<String> length) {
    Path percentiles = folder.resolve("percentiles.csv");
    List<String> line = new ArrayList<>();
    line.addAll(List.of("taskset", "-c", "" + core, "ab", "-q", "-l", "-r"));
    if (connections == Connections.OPEN) {
      line.add("-k");
    }
    line.addAll(length);
    line.addAll(List.of("-c", "" + CONNECTIONS, "-e", percentiles.toString()));
    line.addAll(List.of("-E", target.credentials().toString()));
    target.headers().forEach(header -> line.addAll(List.of("-H", header)));
    if (target.body() != null) {
      line.addAll(List.of("-p", target.body().toString(), "-T", target.type()));
    }
    line.add(target.url());
    String printed = Shell.run(line.toArray(String[]::new));
    return read(printed, connections, percentiles);
  }

  /// A round with a single failure is none.
  private static Result read(String printed, Connections connections, Path percentiles) {
    long requests = number(printed, "Complete requests");
    long kept = connections == Connections.OPEN ? number(printed, "Keep-Alive requests") : requests;
    boolean clean =
        number(printed, "Failed requests") == 0
            && !printed.contains("Non-2xx responses")
            && kept == requests
            && requests > 0;
    if (!clean) {
      throw new Failure("a round with failures does not count:\n" + printed);
    }
    return new Result(requests, decimal(printed, "Requests per second"), p99(percentiles));
  }

  private static long number(String printed, String name) {
    return Math.round(decimal(printed, name));
  }

  private static double decimal(String printed, String name) {
    Matcher found = Pattern.compile(Pattern.quote(name) + ":\\s+([0-9.]+)").matcher(printed);
    if (!found.find()) {
      throw new Failure("ab printed no \"" + name + "\":\n" + printed);
    }
    return Double.parseDouble(found.group(1));
  }

  private static double p99(Path percentiles) {
    try {
      return Files.readAllLines(percentiles).stream()
          .filter(line -> line.startsWith("99,"))
          .mapToDouble(line -> Double.parseDouble(line.substring(3)))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
