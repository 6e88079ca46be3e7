package dev.giftwarden.gift.recipient;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PostalAddress;
import dev.giftwarden.gift.sealing.DataKey;
import dev.giftwarden.gift.sealing.Part;
import java.time.Instant;
import java.util.Optional;

/// Somebody whom an account gives to.
public record Recipient(
    RecipientId id, Optional<SubAccountId> subAccount, Identity identity, Instant createdAt) {

  /// What is written to it with a gift, under its key; empty: it has none yet.
  public Optional<byte[]> seal(GiftId gift, GiftMessage message) {
    return key().map(key -> seal(key, gift, message));
  }

  static byte[] seal(DataKey key, GiftId gift, GiftMessage message) {
    return key.seal(Part.message(gift), message.value().getBytes(UTF_8));
  }

  /// The reverse; empty: it is erased.
  public Optional<GiftMessage> open(GiftId gift, byte[] sealed) {
    return key()
        .map(key -> new GiftMessage(new String(key.open(Part.message(gift), sealed), UTF_8)));
  }

  /// Where a gift goes, under its key; empty: it has none yet, or is erased.
  public Optional<byte[]> sealDelivery(GiftId gift, PersonName name, PostalAddress address) {
    return switch (identity) {
      case Identity.Known(PersonalData person, Optional<DataKey> key) ->
          key.map(found ->
              found.seal(
                  Part.delivery(gift),
                  StoredPerson.bytes(new PersonalData(name, person.email(), null, address))));
      case Identity.Erased _ -> Optional.empty();
    };
  }

  /// This recipient as it said who it is and where when it claimed `gift`.
  public Recipient delivered(GiftId gift, byte[] sealed) {
    return key()
        .map(key ->
            new Identity.Known(
                StoredPerson.read(key.open(Part.delivery(gift), sealed)), Optional.of(key)))
        .map(known -> new Recipient(id, subAccount, known, createdAt))
        .orElse(this);
  }

  private Optional<DataKey> key() {
    return switch (identity) {
      case Identity.Known(_, Optional<DataKey> key) -> key;
      case Identity.Erased _ -> Optional.empty();
    };
  }

  /// When it was erased; empty: it is not.
  public Optional<Instant> erasedAt() {
    return switch (identity) {
      case Identity.Known _ -> Optional.empty();
      case Identity.Erased(Instant at) -> Optional.of(at);
    };
  }
}
