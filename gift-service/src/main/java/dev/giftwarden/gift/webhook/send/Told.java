package dev.giftwarden.gift.webhook.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import dev.giftwarden.gift.recipient.StoredPerson;
import dev.giftwarden.gift.sealing.DataKey;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.Owner;
import dev.giftwarden.gift.sealing.Part;
import dev.giftwarden.gift.sealing.SealException;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a message says: what became of a gift and when. It names ids, states, times and money, and
/// a person only to an endpoint that was opened to people: as long as there is one, when it is
/// sent.
///
/// @param about empty: of the endpoint itself, which somebody tries
record Told(
    String type, Instant at, String webhook, String environment, Optional<AboutGift> about) {

  /// What is told of a gift.
  record AboutGift(
      String gift,
      Optional<String> subAccount,
      String budget,
      String recipient,
      long amount,
      String currency) {}

  /// For whom a gift is, as far as an endpoint is told.
  sealed interface Person {

    /// This endpoint is told of nobody.
    record Untold() implements Person {}

    /// Erased, or a message about no gift.
    record Nobody() implements Person {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sealed(RecipientId id, WrappedKey key, byte[] person) implements Person {}

    /// @throws SealException if it does not open
    default Shown open(Keys keys, TenantScope owner) {
      return switch (this) {
        case Untold() -> new Shown(false, Optional.empty());
        case Nobody() -> new Shown(true, Optional.empty());
        case Sealed(RecipientId id, WrappedKey key, byte[] person) -> {
          DataKey own = keys.unwrap(key, new Owner(owner.account(), owner.environment(), id));
          yield new Shown(true, Optional.of(StoredPerson.read(own.open(Part.PERSON, person))));
        }
      };
    }
  }

  /// @param told whether there is a word about a person at all
  record Shown(boolean told, Optional<PersonalData> person) {}

  /// The body: JSON, `type`, `timestamp` and `data` as Standard Webhooks has them.
  byte[] body(Shown shown) {
    var written = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(written)) {
      json.writeStartObject();
      json.writeStringField("type", type);
      json.writeStringField("timestamp", Rfc3339.text(at));
      json.writeObjectFieldStart("data");
      json.writeStringField("environment", environment);
      if (about.isPresent()) {
        write(json, about.get());
        if (shown.told()) {
          json.writeFieldName("person");
          write(json, shown.person());
        }
      } else {
        json.writeStringField("webhook", webhook);
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("into memory", e);
    }
    return written.toByteArray();
  }

  private void write(JsonGenerator json, AboutGift gift) throws IOException {
    json.writeStringField("gift", gift.gift());
    json.writeStringField("state", type.substring(type.indexOf('.') + 1));
    json.writeFieldName("subAccount");
    json.writeString(gift.subAccount().orElse(null));
    json.writeStringField("budget", gift.budget());
    json.writeStringField("recipient", gift.recipient());
    json.writeObjectFieldStart("value");
    json.writeNumberField("amount", gift.amount());
    json.writeStringField("currency", gift.currency());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Optional<PersonalData> person) throws IOException {
    if (person.isEmpty()) {
      json.writeNull();
      return;
    }
    PersonalData known = person.get();
    json.writeStartObject();
    json.writeStringField("name", known.name().value());
    json.writeStringField("email", known.email().value());
    @Nullable PhoneNumber phone = known.phone();
    text(json, "phone", phone == null ? null : phone.value());
    json.writeFieldName("address");
    write(json, known.address());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, @Nullable PostalAddress address)
      throws IOException {
    if (address == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    text(json, "line1", address.line1());
    text(json, "line2", address.line2());
    text(json, "city", address.city());
    text(json, "region", address.region());
    text(json, "postalCode", address.postalCode());
    text(json, "country", address.country());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    json.writeFieldName(name);
    json.writeString(value);
  }
}
