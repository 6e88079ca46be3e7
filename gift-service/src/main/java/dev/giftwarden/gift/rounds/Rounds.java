package dev.giftwarden.gift.rounds;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.gift.rounds.DueTable.Due;
import dev.giftwarden.gift.tenant.TenantScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/// What becomes of gifts because it is time: every replica looks, again and again, whose are due,
/// and does some of one account at a time until there are no more or the process ends. A look comes
/// to everybody who is due when it does; of whom it fails, it fails alone, until the next one.
public final class Rounds {
  private static final Logger LOG = Logger.getLogger(Rounds.class);

  private final String name;
  private final Duration every;
  private final Whose due;
  private final Predicate<TenantScope> some;
  private Optional<Repeated> repeated = Optional.empty();

  /// Whose gifts are due, some at a time.
  @FunctionalInterface
  public interface Whose {
    /// @param last of those that were found before; empty: from the beginning
    List<Due> behind(Optional<Due> last);
  }

  /// @param due whose gifts are
  /// @param some does it to some of them, and says whether there may be more
  public Rounds(String name, Duration every, Whose due, Predicate<TenantScope> some) {
    this.name = name;
    this.every = every;
    this.due = due;
    this.some = some;
  }

  public void begin() {
    repeated = Optional.of(Repeated.start(name, every, this::look));
  }

  public void end() {
    repeated.ifPresent(Repeated::close);
  }

  private Duration look(boolean last) {
    if (!last) {
      look();
    }
    return every;
  }

  /// As many steps as there are accounts, and one more look for each hundred of them.
  void look() {
    List<Due> found = due.behind(Optional.empty());
    while (!found.isEmpty() && !isClosing()) {
      found.forEach(one -> all(one.scope()));
      found = due.behind(Optional.of(found.getLast()));
    }
  }

  private void all(TenantScope scope) {
    try {
      boolean more = true;
      while (more && !isClosing()) {
        more = some.test(scope);
      }
    } catch (RuntimeException e) { // of one account; others are not to wait for it
      LOG.warnf("%s, one account: %s", name, e.getMessage());
    }
  }

  private boolean isClosing() {
    return repeated.map(Repeated::isClosing).orElse(false);
  }
}
