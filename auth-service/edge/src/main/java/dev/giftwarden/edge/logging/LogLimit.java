package dev.giftwarden.edge.logging;

import io.quarkus.logging.LoggingFilter;
import java.time.InstantSource;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/// Keeps the console within the [LogBudget]. The first record of a logger after some that were left
/// out says how many those were. Each service names it in its configuration
/// (`quarkus.log.console.filter`).
@LoggingFilter(name = "giftwarden-limit")
public final class LogLimit implements Filter {
  private final LogBudget budget = new LogBudget(InstantSource.system());

  @Override
  public boolean isLoggable(LogRecord record) {
    @Nullable String logger = record.getLoggerName();
    var decision = budget.spend(logger == null ? "" : logger, record.getThrown() != null);
    if (decision.leftOut() > 0) {
      record.setMessage(
          record.getMessage() + " [" + decision.leftOut() + " like it were left out before]");
    }
    return decision.written();
  }
}
