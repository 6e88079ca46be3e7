package dev.giftwarden.gift.batch;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.gift.GiftOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gifts that are sent by one call, in their order.
public record Batch(BatchMode mode, List<Item> items) {

  /// A second of work, and an answer that a client reads at once.
  public static final int MOST = 1000;

  public record Item(ItemKey key, GiftOrder order) {}

  /// @throws InvalidValue if there are none or too many, or two have one name
  public Batch {
    items = List.copyOf(items);
    if (items.isEmpty() || items.size() > MOST) {
      throw new InvalidValue("items: 1 to " + MOST);
    }
    Set<ItemKey> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      if (!seen.add(items.get(i).key())) {
        throw new InvalidValue("items[" + i + "].key: one that no other item has");
      }
    }
  }

  CanonicalRequest canonical() {
    var request =
        new CanonicalRequest("giftwarden/gift-batch/v1").text(mode.text()).number(items.size());
    items.forEach(item -> request.text(item.key().value()).part(item.order().canonical()));
    return request;
  }
}
