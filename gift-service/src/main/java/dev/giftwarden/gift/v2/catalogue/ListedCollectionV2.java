package dev.giftwarden.gift.v2.catalogue;

import dev.giftwarden.gift.catalogue.Collection;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Label;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A collection in a list of them, in version 2 of the API: without its products.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "A collection, without its products")
public record ListedCollectionV2(
    @Schema(implementation = CollectionId.class) String id,
    @Schema(implementation = Label.class) String name,
    @Schema(maxItems = Collection.MOST_BANDS) List<CollectionV2.BandV2> bands) {

  static ListedCollectionV2 of(Collection collection) {
    return new ListedCollectionV2(
        collection.id().value(),
        collection.name().value(),
        collection.bands().stream().map(CollectionV2.BandV2::of).toList());
  }
}
