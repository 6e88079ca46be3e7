package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/// Gifts in the database.
@Singleton
class GiftTable {

  private static final String INSERT =
      """
      insert into gift (id, account, sub_account, environment, budget_id, recipient_id, amount,
                        currency, message, state, sent_at)
      values (:id, :account, :sub_account, :environment, :budget_id, :recipient_id, :amount,
              :currency, :message, :state, :sent_at)
      """;

  private static final String FIND =
      """
      select id, sub_account, budget_id, recipient_id, amount, currency, message, state, sent_at,
             cancelled_at
        from gift
       where id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """;

  private static final String WITH_RECIPIENT =
      """
      select gift.id, gift.sub_account, gift.budget_id, gift.recipient_id, gift.amount,
             gift.currency, gift.message, gift.state, gift.sent_at, gift.cancelled_at,
             recipient.name, recipient.email, recipient.phone, recipient.address_line1,
             recipient.address_line2, recipient.city, recipient.region, recipient.postal_code,
             recipient.country, recipient.created_at
        from gift
        join recipient on recipient.id = gift.recipient_id
         and recipient.account = gift.account and recipient.environment = gift.environment
         and recipient.sub_account is not distinct from gift.sub_account
       where gift.account = :account and gift.environment = :environment
         and (:whole_account or gift.sub_account = any (:sub_accounts))
      """;

  private static final String FIND_WITH_RECIPIENT = WITH_RECIPIENT + " and gift.id = :id";

  private static final String LIST =
      WITH_RECIPIENT
          + """
             and (sent_at, gift.id) < (:before, :before_id)
           order by sent_at desc, gift.id desc
           limit :limit
          """;

  /// Of two that cancel one gift at once, the second waits and then finds a state that it does not
  /// change.
  private static final String CANCEL =
      """
      update gift
         set state = 'cancelled', cancelled_at = :at
       where id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
         and state = any (:cancellable)
      returning id, sub_account, budget_id, recipient_id, amount, currency, message, state, sent_at,
                cancelled_at
      """;

  void insert(TenantSession session, Gift gift) {
    session
        .sql(INSERT)
        .in(gift.subAccount())
        .set("id", gift.id().value())
        .set("budget_id", gift.budget().value())
        .set("recipient_id", gift.recipient().value())
        .set("amount", gift.amount().minor())
        .set("currency", gift.amount().currency().value())
        .set("message", gift.message().map(GiftMessage::value).orElse(null))
        .set("state", gift.state().text())
        .set("sent_at", gift.sentAt())
        .update();
  }

  Optional<Gift> find(TenantSession session, GiftId id) {
    return session.sql(FIND).set("id", id.value()).first(GiftTable::gift);
  }

  Optional<GiftWithRecipient> findWithRecipient(TenantSession session, GiftId id) {
    return session
        .sql(FIND_WITH_RECIPIENT)
        .set("id", id.value())
        .first(GiftTable::giftWithRecipient);
  }

  Page<GiftWithRecipient> list(TenantSession session, PageRequest page) {
    var rows =
        session
            .sql(LIST)
            .set("before", page.after().at())
            .set("before_id", page.after().id())
            .set("limit", page.limit() + 1)
            .list(GiftTable::giftWithRecipient);
    return Page.of(rows, page, sent -> new Cursor(sent.gift().sentAt(), sent.gift().id().value()));
  }

  /// The gift as it is afterwards; empty, and nothing written, if it is not there or in a state
  /// that cannot become cancelled.
  Optional<Gift> cancel(TenantSession session, GiftId id, Instant at) {
    String[] cancellable =
        GiftState.CANCELLED.before().stream().map(GiftState::text).toArray(String[]::new);
    return session
        .sql(CANCEL)
        .set("id", id.value())
        .set("at", at)
        .set("cancellable", cancellable)
        .first(GiftTable::gift);
  }

  private static GiftWithRecipient giftWithRecipient(ResultSet row) throws SQLException {
    Gift gift = gift(row);
    return new GiftWithRecipient(
        gift, RecipientTable.read(row, gift.recipient(), gift.subAccount()));
  }

  private static Gift gift(ResultSet row) throws SQLException {
    return new Gift(
        new GiftId(row.getString("id")),
        Optional.ofNullable(row.getString("sub_account")).map(SubAccountId::new),
        new BudgetId(row.getString("budget_id")),
        new RecipientId(row.getString("recipient_id")),
        Money.of(row.getLong("amount"), row.getString("currency")),
        Optional.ofNullable(row.getString("message")).map(GiftMessage::new),
        GiftState.of(row.getString("state")),
        row.getTimestamp("sent_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("cancelled_at")).map(Timestamp::toInstant));
  }
}
