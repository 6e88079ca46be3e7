package dev.giftwarden.gift.v2;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.ShownPerson;
import dev.giftwarden.gift.recipient.ShownRecipient;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A recipient in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "A recipient; who it is is masked for most callers")
public record RecipientV2(
    @Schema(implementation = RecipientId.class) String id,
    @Schema(implementation = SubAccountId.class, nullable = true) @Nullable String subAccount,
    @JsonUnwrapped ShownPerson person,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String createdAt,
    @Schema(
            format = "date-time",
            description = "When it was erased, which nobody can undo; absent as long as it is not")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String erasedAt)
    implements ReferredRecipient {

  public static RecipientV2 of(ShownRecipient shown) {
    Recipient recipient = shown.recipient();
    return new RecipientV2(
        recipient.id().value(),
        recipient.subAccount().map(SubAccountId::value).orElse(null),
        shown.person(),
        Rfc3339.text(recipient.createdAt()),
        recipient.erasedAt().map(Rfc3339::text).orElse(null));
  }
}
