package dev.giftwarden.gift.v1;

import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.gift.Timeline;
import org.jspecify.annotations.Nullable;

/// How a gift fares in the words of version 1, which knows two: whatever came to nothing, by whose
/// hand ever, is cancelled, and everything else is sent: since it was asked for, which is when its
/// money was held, also where it waits for its time.
record LifeV1(String status, String sentAt, @Nullable String cancelledAt) {

  static LifeV1 of(Timeline timeline) {
    boolean off = timeline.state().isOff();
    return new LifeV1(
        (off ? GiftState.CANCELLED : GiftState.SENT).text(),
        Rfc3339.text(timeline.begunAt()),
        off ? Rfc3339.text(timeline.steps().getLast().at()) : null);
  }
}
