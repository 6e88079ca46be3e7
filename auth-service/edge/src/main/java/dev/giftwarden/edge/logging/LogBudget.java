package dev.giftwarden.edge.logging;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How much each logger may write in a second. Whatever a stranger finds to have us log, and as
/// often as they do it, the disk fills no faster, and what other loggers say is still seen.
final class LogBudget {
  /// A start writes less, and so does a bad day's ordinary trouble.
  static final int RECORDS_PER_SECOND = 20;

  /// Of those, with a stack trace, which is some kilobytes: all of one second are likely the same.
  static final int TRACES_PER_SECOND = 2;

  /// As many loggers as there are classes that log; beyond it they share one budget.
  private static final int LOGGERS = 1000;

  private static final String OTHERS = "others";

  private final InstantSource clock;
  private final Map<String, Spent> byLogger = new ConcurrentHashMap<>();

  LogBudget(InstantSource clock) {
    this.clock = clock;
  }

  /// @param leftOut how many of this logger were refused since the last one that was not
  record Decision(boolean written, int leftOut) {}

  Decision spend(String logger, boolean trace) {
    boolean known = byLogger.containsKey(logger) || byLogger.size() < LOGGERS;
    Spent spent = byLogger.computeIfAbsent(known ? logger : OTHERS, _ -> new Spent());
    return spent.add(clock.instant().getEpochSecond(), trace);
  }

  private static final class Spent {
    private long second;
    private int records;
    private int traces;
    private int leftOut;

    synchronized Decision add(long now, boolean trace) {
      if (now != second) {
        second = now;
        records = 0;
        traces = 0;
      }
      if (records == RECORDS_PER_SECOND || trace && traces == TRACES_PER_SECOND) {
        leftOut++;
        return new Decision(false, 0);
      }
      records++;
      traces += trace ? 1 : 0;
      var decision = new Decision(true, leftOut);
      leftOut = 0;
      return decision;
    }
  }
}
