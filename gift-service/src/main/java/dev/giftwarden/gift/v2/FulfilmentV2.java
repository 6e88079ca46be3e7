package dev.giftwarden.gift.v2;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.fulfilment.Fulfilment;
import dev.giftwarden.gift.fulfilment.Shipment;
import dev.giftwarden.gift.fulfilment.ShownFulfilment;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.PostalAddress;
import dev.giftwarden.gift.recipient.ShownPerson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A claimed gift on its way, in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "A claimed gift; where it goes is masked for most callers")
public record FulfilmentV2(
    @Schema(implementation = GiftId.class) String gift,
    Money value,
    @Schema(implementation = GiftState.class) String state,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String claimedAt,
    To to,
    @Schema(nullable = true) @Nullable Shipment shipment,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "What to ship; absent: nothing was to choose")
        @Nullable ChosenV2 product) {

  /// Whom and where to, as the recipient typed it.
  @RegisterForReflection(registerFullHierarchy = true)
  @Schema(name = "Delivery", description = "Whom and where to, as the recipient said")
  public record To(
      @Schema(maxLength = 200, examples = "A***") String name,
      @Schema(nullable = true) @Nullable PostalAddress address,
      @Schema(description = "Whether this is the mask") boolean masked) {

    @Override
    public String toString() {
      return "To[hidden]";
    }
  }

  static FulfilmentV2 of(ShownFulfilment shown) {
    Fulfilment fulfilment = shown.fulfilment();
    ShownPerson person = shown.to().person();
    return new FulfilmentV2(
        fulfilment.gift().value(),
        fulfilment.value(),
        fulfilment.state().text(),
        Rfc3339.text(fulfilment.claimedAt()),
        new To(person.name(), person.address(), person.masked()),
        fulfilment.shipment().orElse(null),
        fulfilment.chosen().map(ChosenV2::of).orElse(null));
  }
}
