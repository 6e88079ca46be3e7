package dev.giftwarden.bench.load;

/// How busy everybody else kept the machine meanwhile: figures from a busy machine say less.
public final class Strangers {

  private final long postgres;
  private final double busyBefore = Processes.busySeconds();
  private final double oursBefore;
  private final long begunNanos = System.nanoTime();

  /// Everything that is measured is a child of this process, except PostgreSQL, which leaves home.
  public Strangers(long postgres) {
    this.postgres = postgres;
    this.oursBefore = ours();
  }

  /// Cores that others kept busy on the average since this was made.
  public double cores() {
    double elapsed = (System.nanoTime() - begunNanos) / 1e9;
    double busy = Processes.busySeconds() - busyBefore;
    return Math.max(0, (busy - (ours() - oursBefore)) / elapsed);
  }

  private double ours() {
    return Processes.cpuSecondsOfFamily(ProcessHandle.current().pid())
        + Processes.cpuSecondsOfFamily(postgres);
  }
}
