package dev.giftwarden.gift.v2;

import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.gift.Timeline;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A step of a gift's life in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "A state that a gift came into, and when")
public record StepV2(
    @Schema(implementation = GiftState.class) String state,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String at) {

  static List<StepV2> of(Timeline timeline) {
    return timeline.steps().stream()
        .map(step -> new StepV2(step.state().text(), Rfc3339.text(step.at())))
        .toList();
  }
}
