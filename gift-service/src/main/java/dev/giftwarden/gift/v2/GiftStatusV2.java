package dev.giftwarden.gift.v2;

import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.id.GiftId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How a gift fares, and nothing of what it is or for whom, in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "How a gift fares, and nothing else of it")
public record GiftStatusV2(
    @Schema(implementation = GiftId.class) String id,
    @Schema(implementation = GiftState.class) String state,
    @Schema(description = "Every state so far, the first one first") List<StepV2> timeline) {

  static GiftStatusV2 of(Gift gift) {
    return new GiftStatusV2(gift.id().value(), gift.state().text(), StepV2.of(gift.timeline()));
  }
}
