package dev.giftwarden.gift.transfer;

import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.id.RecipientId;

/// What has become of a row.
public sealed interface ImportedRow {

  /// @param replayed it was there before, by the same sheet under the same Idempotency-Key
  record Remembered(RecipientId recipient, boolean replayed) implements ImportedRow {}

  /// @param problem what the answer would be if the row had been sent by itself; its fields are
  ///   columns
  record Refused(Problem problem) implements ImportedRow {}

  /// Whether something was done for it now.
  default boolean isNew() {
    return switch (this) {
      case Remembered(_, boolean replayed) -> !replayed;
      case Refused _ -> false;
    };
  }
}
