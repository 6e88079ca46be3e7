package dev.giftwarden.gift.v2;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.gift.id.RecipientId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Whom a gift is for: an id, or in its place the recipient itself, where that was asked for.
@Schema(
    description = "The id of the recipient, or with `expand=recipient` the recipient",
    oneOf = {RecipientId.class, RecipientV2.class})
sealed interface ReferredRecipient permits ReferredRecipient.ById, RecipientV2 {

  @RegisterForReflection
  record ById(@JsonValue String id) implements ReferredRecipient {}
}
