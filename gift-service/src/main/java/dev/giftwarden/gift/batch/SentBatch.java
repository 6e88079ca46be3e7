package dev.giftwarden.gift.batch;

import dev.giftwarden.gift.gift.ShownGift;
import dev.giftwarden.gift.outcome.Outcome;
import java.util.List;

/// What has become of a batch.
///
/// @param outcomes of its items, in their order
public record SentBatch(Batch batch, List<Outcome<ShownGift>> outcomes) {
  public SentBatch {
    outcomes = List.copyOf(outcomes);
    if (outcomes.size() != batch.items().size()) {
      throw new IllegalArgumentException("an outcome for each item");
    }
  }

  /// Whether there is nothing in it that was not done before.
  boolean isReplayed() {
    return outcomes.stream()
        .allMatch(one -> one instanceof Outcome.Done<ShownGift>(_, boolean again) && again);
  }
}
