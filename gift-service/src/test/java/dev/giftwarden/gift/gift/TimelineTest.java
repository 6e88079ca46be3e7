package dev.giftwarden.gift.gift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.gift.gift.Timeline.Step;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final Instant THEN = Instant.parse("2026-12-03T10:15:30.000Z");
  private static final Step SENT = new Step(GiftState.SENT, THEN);

  /// A replica whose clock is behind cancels a gift that another one sent.
  private static final Step CANCELLED = new Step(GiftState.CANCELLED, THEN.minusMillis(7));

  @Test
  @DisplayName("V2 the state is that of the last step, and each state keeps its time")
  void followsTheSteps() {
    Timeline life = Timeline.sent(THEN).then(GiftState.CANCELLED, CANCELLED.at());

    assertThat(life.steps()).containsExactly(SENT, CANCELLED);
    assertThat(life.state()).isEqualTo(GiftState.CANCELLED);
    assertThat(life.begunAt()).isEqualTo(THEN);
    assertThat(life.at(GiftState.CANCELLED)).contains(CANCELLED.at());
    assertThat(Timeline.sent(THEN).at(GiftState.CANCELLED)).isEmpty();
  }

  @Test
  @DisplayName("G2 V2 a life begins with being created too, and that is when it begins")
  void beginsBefore() {
    Timeline life = Timeline.created(THEN).then(GiftState.SENT, THEN.plusSeconds(60));

    assertThat(life.state()).isEqualTo(GiftState.SENT);
    assertThat(life.begunAt()).isEqualTo(THEN);
    assertThat(life.at(GiftState.CREATED)).contains(THEN);
  }

  @Test
  @DisplayName("V2 a life without a beginning, or with a state that cannot follow, is none")
  void refusesOthers() {
    for (List<Step> steps :
        List.<List<Step>>of(
            List.of(),
            List.of(CANCELLED),
            List.of(SENT, SENT),
            List.of(SENT, CANCELLED, SENT),
            List.of(SENT, new Step(GiftState.CREATED, THEN)),
            List.of(new Step(GiftState.CREATED, THEN), new Step(GiftState.VIEWED, THEN)))) {
      assertThatThrownBy(() -> new Timeline(steps))
          .as(steps.toString())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
