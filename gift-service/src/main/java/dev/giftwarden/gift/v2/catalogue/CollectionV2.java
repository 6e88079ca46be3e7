package dev.giftwarden.gift.v2.catalogue;

import dev.giftwarden.gift.catalogue.Band;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.Collection;
import dev.giftwarden.gift.catalogue.CollectionId;
import dev.giftwarden.gift.catalogue.Description;
import dev.giftwarden.gift.catalogue.Label;
import dev.giftwarden.gift.catalogue.Product;
import dev.giftwarden.gift.catalogue.Shelf;
import dev.giftwarden.gift.catalogue.Sku;
import dev.giftwarden.gift.money.Money;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A collection in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "Products that whoever gets a gift can choose from")
public record CollectionV2(
    @Schema(implementation = CollectionId.class) String id,
    @Schema(implementation = Label.class) String name,
    @Schema(implementation = Shelf.class) String state,
    @Schema(maxItems = Collection.MOST_BANDS) List<BandV2> bands,
    @Schema(maxItems = Collection.MOST_PRODUCTS) List<ProductV2> products) {

  @RegisterForReflection(registerFullHierarchy = true)
  @Schema(name = "BandV2", description = "A name for what a gift is worth")
  public record BandV2(
      @Schema(implementation = BandId.class) String id,
      @Schema(implementation = Label.class) String label,
      @Schema(description = "What is held for the gift, and what a product may cost at most")
          Money most) {

    static BandV2 of(Band band) {
      return new BandV2(band.id().value(), band.label().value(), band.most());
    }
  }

  @RegisterForReflection(registerFullHierarchy = true)
  @Schema(name = "ProductV2", description = "What can be chosen")
  public record ProductV2(
      @Schema(implementation = Sku.class) String sku,
      @Schema(implementation = Label.class) String name,
      @Schema(nullable = true, maxLength = Description.LIMIT, examples = "Stoneware, 0.3 l")
          @Nullable String description,
      @Schema(description = "One of a currency") List<Money> prices,
      @Schema(implementation = Shelf.class) String state) {

    static ProductV2 of(Product product) {
      return new ProductV2(
          product.sku().value(),
          product.name().value(),
          product.description().map(Description::value).orElse(null),
          product.prices(),
          product.shelf().text());
    }
  }

  static CollectionV2 of(Collection collection) {
    return new CollectionV2(
        collection.id().value(),
        collection.name().value(),
        collection.shelf().text(),
        collection.bands().stream().map(BandV2::of).toList(),
        collection.products().stream().map(ProductV2::of).toList());
  }
}
