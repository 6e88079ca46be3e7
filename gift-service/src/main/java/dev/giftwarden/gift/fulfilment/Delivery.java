package dev.giftwarden.gift.fulfilment;

import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PostalAddress;

/// What a recipient says about where a gift goes.
public record Delivery(PersonName name, PostalAddress address) {

  @Override
  public String toString() {
    return "Delivery[hidden]";
  }
}
