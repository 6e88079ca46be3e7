package dev.giftwarden.gift.gift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A gift's life: each state that it has been in, the first one first, with the time when it began.
///
/// Times are those of the replicas that wrote them, whose clocks may differ a little: the order is
/// that of the steps, whatever the times say.
public record Timeline(List<Step> steps) {

  /// The states, each behind all that may come before it.
  static final List<GiftState> ORDER = Arrays.asList(GiftState.values()).reversed();

  public record Step(GiftState state, Instant at) {}

  /// @throws IllegalArgumentException unless each state may follow the one before it, from the
  ///   first that there is
  public Timeline {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || !steps.getFirst().state().isFirst()) {
      throw new IllegalArgumentException("a gift begins by being created or sent");
    }
    for (int i = 1; i < steps.size(); i++) {
      if (!steps.get(i - 1).state().mayBecome(steps.get(i).state())) {
        throw new IllegalArgumentException("a state that cannot follow the one before it");
      }
    }
  }

  public static Timeline sent(Instant at) {
    return new Timeline(List.of(new Step(GiftState.SENT, at)));
  }

  public static Timeline created(Instant at) {
    return new Timeline(List.of(new Step(GiftState.CREATED, at)));
  }

  /// With what became of it next.
  public Timeline then(GiftState state, Instant at) {
    var more = new ArrayList<>(steps);
    more.add(new Step(state, at));
    return new Timeline(more);
  }

  /// The present one.
  public GiftState state() {
    return steps.getLast().state();
  }

  /// When it was asked for, and its money held.
  public Instant begunAt() {
    return steps.getFirst().at();
  }

  /// When it came into `state`; empty if it never did.
  public Optional<Instant> at(GiftState state) {
    return steps.stream().filter(step -> step.state() == state).map(Step::at).findFirst();
  }
}
