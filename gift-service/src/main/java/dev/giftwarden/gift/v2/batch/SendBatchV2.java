package dev.giftwarden.gift.v2.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.text.Required;
import dev.giftwarden.gift.batch.Batch;
import dev.giftwarden.gift.batch.BatchMode;
import dev.giftwarden.gift.batch.ItemKey;
import dev.giftwarden.gift.v2.SendGiftV2;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Gifts to send by one call, in version 2 of the API.
///
/// @param mode `each` if it is left out
@Schema(
    description = "Gifts to send by one call, in this order; `mode` is `each` if it is left out",
    examples =
        """
        {"mode": "each", "items": [
          {"key": "row-1", "gift": {"budget": "bud_2bGcS1v0Zk8JqXy4TnR7Wd",
            "value": {"amount": 2500, "currency": "EUR"},
            "recipientData": {"name": "Ada Lovelace", "email": "ada@lovelace.example"}}}]}
        """)
public record SendBatchV2(
    @Nullable BatchMode mode,
    @JsonProperty(required = true) @Schema(minItems = 1, maxItems = Batch.MOST) List<Item> items) {

  /// One of them.
  @Schema(name = "BatchItemV2", description = "A gift of a batch")
  public record Item(
      @JsonProperty(required = true) ItemKey key, @JsonProperty(required = true) SendGiftV2 gift) {

    public Item {
      Required.field("key", key);
      Required.field("gift", gift);
    }
  }

  public SendBatchV2 {
    Required.field("items", items);
    if (items.stream().anyMatch(Objects::isNull)) {
      throw new InvalidValue("items: gifts, and nothing that is null");
    }
  }

  /// @throws InvalidValue if there are too many, or two are called alike
  Batch toBatch() {
    return new Batch(
        Objects.requireNonNullElse(mode, BatchMode.EACH),
        IntStream.range(0, items.size()).mapToObj(i -> item(i, items.get(i))).toList());
  }

  private static Batch.Item item(int place, Item item) {
    try {
      return new Batch.Item(item.key(), item.gift().toOrder());
    } catch (InvalidParameter e) {
      throw new InvalidParameter("items[" + place + "].gift." + e.name(), e.wanted());
    } catch (InvalidValue e) {
      throw new InvalidParameter("items[" + place + "].gift", e.wanted());
    }
  }
}
