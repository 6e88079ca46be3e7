package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.Many;
import dev.giftwarden.edge.database.Sql;
import dev.giftwarden.gift.catalogue.BandId;
import dev.giftwarden.gift.catalogue.Selection;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.spending.Charge;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Gifts as they come into the database: however many a transaction sends, by one statement.
@Singleton
class NewGiftTable {

  private static final String INSERT =
      """
      insert into gift (account, environment, id, sub_account, budget_id, recipient_id, amount,
                        currency, state, created_at, send_at, sent_at, expires_at, spend_root,
                        spend_period, spend_started_at, campaign_id, collection_id, band_id,
                        rehearsal, webhooks_fail, message, sealed_message)
      select cast(:account as text), cast(:environment as text), given.id, given.sub_account,
             given.budget_id, given.recipient_id, given.amount, given.currency, given.state,
             cast(given.created_at as timestamptz), cast(given.send_at as timestamptz),
             cast(given.sent_at as timestamptz), cast(given.expires_at as timestamptz),
             given.spend_root, given.spend_period, cast(given.spend_started_at as timestamptz),
             given.campaign_id, given.collection_id, given.band_id, given.rehearsal, cast(given.webhooks_fail as boolean),
             given.message, given.sealed_message
        from unnest(:ids, :given_sub_accounts, :budget_ids, :recipient_ids, :amounts, :currencies,
                    :states, :created_ats, :send_ats, :sent_ats, :expires_ats, :spend_roots,
                    :spend_periods, :spend_started_ats, :campaign_ids, :collection_ids, :band_ids,
                    :rehearsals, :webhooks_fail, :messages, :sealed_messages)
          as given (id, sub_account, budget_id, recipient_id, amount, currency, state, created_at,
                    send_at, sent_at, expires_at, spend_root, spend_period, spend_started_at,
                    campaign_id, collection_id, band_id, rehearsal, webhooks_fail, message, sealed_message)
      """;

  /// @param sent of which nothing has become yet but that they were created, or sent
  void insert(TenantSession session, List<GiftWithRecipient> sent) {
    List<Gift> gifts = sent.stream().map(GiftWithRecipient::gift).toList();
    Sql insert =
        session
            .sql(INSERT)
            .set("ids", Many.texts(gifts, gift -> gift.id().value()))
            .set(
                "given_sub_accounts",
                Many.optionals(gifts, gift -> gift.subAccount().map(SubAccountId::value)))
            .set("budget_ids", Many.texts(gifts, gift -> gift.budget().value()))
            .set("recipient_ids", Many.texts(gifts, gift -> gift.recipient().value()))
            .set("amounts", Many.numbers(gifts, gift -> gift.value().minor()))
            .set("currencies", Many.texts(gifts, gift -> gift.value().currency().value()))
            .set("states", Many.texts(gifts, gift -> gift.state().text()))
            .set(
                "campaign_ids",
                Many.optionals(gifts, gift -> gift.campaign().map(CampaignId::value)))
            .set(
                "collection_ids",
                Many.optionals(
                    gifts, gift -> gift.selection().map(from -> from.collection().value())))
            .set(
                "band_ids",
                Many.optionals(
                    gifts, gift -> gift.selection().flatMap(Selection::band).map(BandId::value)))
            .set(
                "rehearsals",
                Many.optionals(
                    sent, one -> one.played(session.scope().environment()).map(Rehearsal::text)))
            .set(
                "webhooks_fail",
                Many.texts(
                    sent, one -> String.valueOf(one.failsWebhooks(session.scope().environment()))));
    withMessages(withCharges(withTimes(insert, gifts), gifts), sent).later();
  }

  private static Sql withTimes(Sql insert, List<Gift> gifts) {
    return insert
        .set("created_ats", Many.times(gifts, gift -> gift.timeline().at(GiftState.CREATED)))
        .set("send_ats", Many.times(gifts, Gift::sendAt))
        .set("sent_ats", Many.times(gifts, gift -> gift.timeline().at(GiftState.SENT)))
        .set("expires_ats", Many.times(gifts, Gift::expiresAt));
  }

  private static Sql withCharges(Sql insert, List<Gift> gifts) {
    return insert
        .set(
            "spend_roots",
            Many.optionals(gifts, gift -> gift.charge().map(charge -> charge.root().value())))
        .set(
            "spend_periods",
            Many.optionals(gifts, gift -> gift.charge().map(charge -> charge.period().text())))
        .set("spend_started_ats", Many.times(gifts, gift -> gift.charge().map(Charge::startedAt)));
  }

  /// In the clear only to a recipient from before there were keys, together with whom it is sealed.
  private static Sql withMessages(Sql insert, List<GiftWithRecipient> sent) {
    List<Message> messages = sent.stream().map(Message::of).toList();
    return insert
        .set("sealed_messages", Many.bytes(messages, Message::sealed))
        .set("messages", Many.optionals(messages, Message::clear));
  }

  private record Message(Optional<byte[]> sealed, Optional<String> clear) {
    static Message of(GiftWithRecipient one) {
      Optional<byte[]> sealed =
          one.message().flatMap(text -> one.recipient().seal(one.gift().id(), text));
      return new Message(
          sealed, one.message().filter(_ -> sealed.isEmpty()).map(GiftMessage::value));
    }
  }
}
