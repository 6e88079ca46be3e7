package dev.giftwarden.gift.sealing;

import dev.giftwarden.gift.id.GiftId;
import java.util.Optional;

/// What is sealed under the key of a recipient.
///
/// @param gift whose part it is, where it is a gift's
public record Part(String tag, Optional<GiftId> gift) {

  /// Who they are.
  public static final Part PERSON = new Part("giftwarden/sealed-person/v1", Optional.empty());

  /// What was written to them with a gift.
  public static Part message(GiftId gift) {
    return new Part("giftwarden/sealed-message/v1", Optional.of(gift));
  }

  /// Where a gift goes.
  public static Part delivery(GiftId gift) {
    return new Part("giftwarden/sealed-delivery/v1", Optional.of(gift));
  }

  byte[] about(Owner owner) {
    return owner.about(tag).text(gift.map(GiftId::value)).toBytes();
  }
}
