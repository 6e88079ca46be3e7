package dev.giftwarden.bench.load;

import dev.giftwarden.local.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.LongStream;

/// Processes of this machine as Linux accounts for them. CPU time is what is compared here: unlike
/// time on the clock, it hardly changes when somebody else uses the machine too.
public final class Processes {

  /// `getconf CLK_TCK`, the same on every Linux this runs on.
  private static final double TICKS_PER_SECOND = 100;

  private Processes() {}

  /// Seconds of CPU that the process has used, user and kernel.
  public static double cpuSeconds(long pid) {
    String[] fields = stat(pid);
    return fields.length == 0 ? 0 : ticks(fields, 14) + ticks(fields, 15);
  }

  /// As [#cpuSeconds], with its children, those included that have ended: PostgreSQL has a process
  /// for every connection.
  public static double cpuSecondsOfFamily(long pid) {
    String[] fields = stat(pid);
    double ended = fields.length == 0 ? 0 : ticks(fields, 16) + ticks(fields, 17);
    return ended + cpuSeconds(pid) + children(pid).mapToDouble(Processes::cpuSeconds).sum();
  }

  private static LongStream children(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .mapToLong(ProcessHandle::pid);
  }

  /// Seconds that all cores together were busy since the machine started.
  public static double busySeconds() {
    String[] fields = read(Path.of("/proc/stat")).lines().findFirst().orElse("").split(" +", -1);
    double all = LongStream.rangeClosed(1, 8).mapToDouble(i -> field(fields, (int) i)).sum();
    return (all - field(fields, 4) - field(fields, 5)) / TICKS_PER_SECOND;
  }

  private static double field(String[] fields, int index) {
    return Double.parseDouble(fields[index]);
  }

  /// Resident memory in megabytes.
  public static double residentMegabytes(long pid) {
    return read(Path.of("/proc/" + pid + "/status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /// Keeps all threads of a process on one core, those that it starts later too.
  public static void pin(long pid, int core) {
    Shell.run("taskset", "-a", "-p", "-c", Integer.toString(core), Long.toString(pid));
    children(pid).forEach(child -> pin(child, core));
  }

  /// Whether processes share a core by their sessions (`sched(7)`, autogroup), not one by one.
  public static boolean sharesBySession() {
    return read(Path.of("/proc/sys/kernel/sched_autogroup_enabled")).strip().equals("1");
  }

  /// Stops a process in its tracks, or lets it go on.
  public static void signal(long pid, String name) {
    Shell.run("kill", "-" + name, Long.toString(pid));
  }

  /// `proc(5)` numbers the fields from 1, and the second may hold spaces.
  private static double ticks(String[] fields, int number) {
    return Double.parseDouble(fields[number - 3]) / TICKS_PER_SECOND;
  }

  /// The fields from the third on; none: the process is gone.
  private static String[] stat(long pid) {
    String stat = read(Path.of("/proc/" + pid + "/stat"));
    return stat.isEmpty()
        ? new String[0]
        : stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
