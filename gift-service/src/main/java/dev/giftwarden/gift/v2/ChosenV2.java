package dev.giftwarden.gift.v2;

import dev.giftwarden.gift.catalogue.Label;
import dev.giftwarden.gift.catalogue.Purchase;
import dev.giftwarden.gift.catalogue.Sku;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a recipient has chosen, as it was called then, in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "What the recipient has chosen, as it was called then")
public record ChosenV2(
    @Schema(implementation = Sku.class) String sku,
    @Schema(implementation = Label.class) String name) {

  static ChosenV2 of(Purchase purchase) {
    return new ChosenV2(purchase.sku().value(), purchase.name().value());
  }
}
