package dev.giftwarden.gift.rounds;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.gift.tenant.TenantScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What becomes of gifts because it is time: every replica looks, again and again, whose are due,
/// and does some of one account at a time until there are no more or the process ends.
public final class Rounds {
  private final String name;
  private final Duration every;
  private final Supplier<List<TenantScope>> due;
  private final Predicate<TenantScope> some;
  private Optional<Repeated> repeated = Optional.empty();

  /// @param due whose gifts are
  /// @param some does it to some of them, and says whether there may be more
  public Rounds(
      String name, Duration every, Supplier<List<TenantScope>> due, Predicate<TenantScope> some) {
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
      due.get().forEach(this::all);
    }
    return every;
  }

  private void all(TenantScope scope) {
    boolean more = true;
    while (more && !repeated.map(Repeated::isClosing).orElse(false)) {
      more = some.test(scope);
    }
  }
}
