package dev.giftwarden.gift.sealing;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.gift.tenant.TenantScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/// Brings what is stored under the current key, a few in each transaction, while everything goes
/// on. Every replica may do it at once, and one that dies in the middle leaves nothing half done.
public final class Takeover {
  private static final Logger LOG = Logger.getLogger(Takeover.class);

  private static final Duration FIRST = Duration.ofSeconds(5);

  /// Nobody waits for it.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final String what;
  private final Keys keys;
  private final Function<String, List<TenantScope>> waiting;
  private final ToIntFunction<TenantScope> some;
  private Optional<Repeated> repeated = Optional.empty();

  /// @param what is stored, as the log calls it
  /// @param waiting who has any that is not under the key of that name
  /// @param some brings some of one of them under it, and says how many
  public Takeover(
      String what,
      Keys keys,
      Function<String, List<TenantScope>> waiting,
      ToIntFunction<TenantScope> some) {
    this.what = what;
    this.keys = keys;
    this.waiting = waiting;
    this.some = some;
  }

  /// @param name of the thread
  public void begin(String name) {
    repeated =
        Optional.of(
            Repeated.start(
                name,
                FIRST,
                last -> {
                  if (!last) {
                    var _ = run();
                  }
                  return PAUSE;
                }));
  }

  public void end() {
    repeated.ifPresent(Repeated::close);
  }

  /// Until there is nothing left to do, or nothing that no other replica is doing.
  ///
  /// @return how many it brought under the current key
  public int run() {
    int all = 0;
    int step;
    do {
      step = waiting.apply(keys.current()).stream().mapToInt(this::some).sum();
      all += step;
    } while (step > 0 && !repeated.map(Repeated::isClosing).orElse(false));
    if (all > 0) {
      boolean done = waiting.apply(keys.current()).isEmpty();
      LOG.infof(
          "Brought %d %s under %s: %s.",
          all, what, keys.current(), done ? "all are" : "some are left");
    }
    return all;
  }

  /// What does not open is told, and is in the way of nobody else.
  private int some(TenantScope scope) {
    try {
      return some.applyAsInt(scope);
    } catch (SealException broken) {
      LOG.errorf("%s of %s: %s", scope.environment().text(), scope.account(), broken.getMessage());
      return 0;
    }
  }
}
