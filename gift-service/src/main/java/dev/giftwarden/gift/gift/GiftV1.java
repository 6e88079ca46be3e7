package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.recipient.ShownPerson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// A gift in version 1 of the API.
///
/// @param amount minor units of `currency`
/// @param message masked together with the recipient
@RegisterForReflection(registerFullHierarchy = true)
public record GiftV1(
    String id,
    @Nullable String subAccount,
    String budgetId,
    long amount,
    String currency,
    String recipientId,
    ShownPerson recipient,
    @Nullable String message,
    String status,
    String sentAt,
    @Nullable String cancelledAt) {

  static GiftV1 of(ShownGift shown) {
    Gift gift = shown.gift();
    return new GiftV1(
        gift.id().value(),
        gift.subAccount().map(SubAccountId::value).orElse(null),
        gift.budget().value(),
        gift.amount().minor(),
        gift.amount().currency().value(),
        gift.recipient().value(),
        shown.person(),
        shown.message().text(),
        gift.state().text(),
        Rfc3339.text(gift.sentAt()),
        gift.cancelledAt().map(Rfc3339::text).orElse(null));
  }

  @Override
  public String toString() {
    return "GiftV1[" + id + "]";
  }
}
