package dev.giftwarden.edge.start;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/// Says in the log what a start waits for, whenever that changes, until there is nothing more. A
/// probe says it too, but of a start that somebody gave up only the log is left.
@Singleton
public class StartLog {
  /// A good start is over by then, or soon after.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(StartLog.class);

  private final Iterable<HealthCheck> checks;
  private final Consumer<String> log;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private String said = "";

  @Inject
  StartLog(@Readiness Instance<HealthCheck> checks) {
    this(checks, LOG::info);
  }

  StartLog(Iterable<HealthCheck> checks, Consumer<String> log) {
    this.checks = checks;
    this.log = log;
  }

  /// On a thread of its own, of the platform: nothing that this start waits for can keep it
  /// waiting.
  void start(@Observes StartupEvent event) {
    Thread.ofPlatform().daemon().name("start-log").start(this::follow);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
  }

  private void follow() {
    try {
      boolean over = false;
      while (!over && !stopping.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        over = look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return whether nothing is waited for
  boolean look() {
    String awaited = awaited();
    if (awaited.isEmpty()) {
      log.accept("ready");
    } else if (!awaited.equals(said)) {
      log.accept("not ready yet, waits for: " + awaited);
    }
    said = awaited;
    return awaited.isEmpty();
  }

  private String awaited() {
    Stream.Builder<String> awaited = Stream.builder();
    for (HealthCheck check : checks) {
      state(check).ifPresent(awaited::add);
    }
    return awaited.build().sorted().collect(Collectors.joining(", "));
  }

  /// A check that fails is one that is not up.
  private static Optional<String> state(HealthCheck check) {
    try {
      HealthCheckResponse answer = check.call();
      return answer.getStatus() == HealthCheckResponse.Status.UP
          ? Optional.empty()
          : Optional.of(answer.getName() + details(answer));
    } catch (RuntimeException e) {
      return Optional.of(check.getClass().getSimpleName() + " (" + e + ")");
    }
  }

  private static String details(HealthCheckResponse answer) {
    return answer
        .getData()
        .map(data ->
            data.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", " (", ")")))
        .orElse("");
  }
}
