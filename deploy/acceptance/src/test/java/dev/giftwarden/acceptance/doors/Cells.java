package dev.giftwarden.acceptance.doors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Tries many doors side by side: each waits for programs and connections more than it computes.
final class Cells {
  /// Few enough that a machine with two cores answers all of them in time.
  private static final int AT_ONCE = 8;

  private final Map<String, Supplier<String>> attempts = new LinkedHashMap<>();

  void add(String row, String column, Supplier<String> attempt) {
    attempts.put(key(row, column), attempt);
  }

  /// What came of each, by [#key].
  Map<String, String> tried() {
    try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
      Map<String, Future<String>> running = new LinkedHashMap<>();
      attempts.forEach((key, attempt) -> running.put(key, pool.submit(attempt::get)));
      Map<String, String> outcomes = new LinkedHashMap<>();
      for (var cell : running.entrySet()) {
        outcomes.put(cell.getKey(), cell.getValue().get());
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String key(String row, String column) {
    return row + " at " + column;
  }
}
