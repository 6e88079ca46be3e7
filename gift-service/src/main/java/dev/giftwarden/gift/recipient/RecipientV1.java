package dev.giftwarden.gift.recipient;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.Rfc3339;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// A recipient in version 1 of the API.
@RegisterForReflection(registerFullHierarchy = true)
public record RecipientV1(
    String id, @Nullable String subAccount, @JsonUnwrapped ShownPerson person, String createdAt) {

  static RecipientV1 of(ShownRecipient shown) {
    Recipient recipient = shown.recipient();
    return new RecipientV1(
        recipient.id().value(),
        recipient.subAccount().map(SubAccountId::value).orElse(null),
        shown.person(),
        Rfc3339.text(recipient.createdAt()));
  }
}
