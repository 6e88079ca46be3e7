package dev.giftwarden.gift.webhook.delivery;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.Columns;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.id.MessageId;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.tenant.TenantSession;
import dev.giftwarden.gift.webhook.Webhook;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/// Messages to endpoints in the database, as whoever owns the endpoint sees them. Those of gifts
/// are queued by the statement that changes the gift (migration `queue_webhooks`).
@Singleton
class DeliveryTable {

  private static final Columns COLUMNS =
      Columns.of(
          "id",
          "type",
          "gift_id",
          "status",
          "attempts",
          "queued_at",
          "next_at",
          "last_at",
          "last_status",
          "last_error");

  private static final String MINE =
      """
      select %s
        from webhook_delivery
       where webhook_id = :webhook and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """
          .formatted(COLUMNS.all());

  private static final String FIND = MINE + " and id = :id";

  private static final String LIST =
      MINE
          + """
             and (queued_at, id) < (:before, :before_id)
           order by queued_at desc, id desc
           limit :limit
          """;

  private static final String TEST =
      """
      insert into webhook_delivery (id, webhook_id, account, sub_account, environment, type,
                                    happened_at, queued_at, due_since, next_at)
      values (:id, :webhook, :account, :sub_account, :environment, 'webhook.test',
              :at, :at, :at, :at)
      """;

  /// One that waits is due now, with what is left of its days; one that is over begins again. What
  /// rehearsed its failure is sent in earnest.
  private static final String AGAIN =
      """
      update webhook_delivery
         set next_at = :at,
             attempts = case status when 'waiting' then attempts else 0 end,
             due_since = case status when 'waiting' then due_since else :at end,
             status = 'waiting', done_at = null, rehearsed = false
       where id = :id and webhook_id = :webhook and account = :account
         and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      returning %s
      """
          .formatted(COLUMNS.all());

  Page<Delivery> list(TenantSession session, WebhookId webhook, PageRequest page) {
    var rows = session.sql(LIST, page).set("webhook", webhook.value()).list(DeliveryTable::read);
    return Page.of(rows, page, one -> new Cursor(one.queuedAt(), one.id().value()));
  }

  Optional<Delivery> find(TenantSession session, WebhookId webhook, MessageId id) {
    return session
        .sql(FIND)
        .set("webhook", webhook.value())
        .set("id", id.value())
        .first(DeliveryTable::read);
  }

  void test(TenantSession session, Webhook webhook, MessageId id, Instant at) {
    session
        .sql(TEST)
        .set("id", id.value())
        .set("webhook", webhook.id().value())
        .set("sub_account", webhook.subAccount().map(SubAccountId::value))
        .set("at", at)
        .later();
  }

  /// As it is afterwards; empty, and nothing written, if there is none.
  Optional<Delivery> again(TenantSession session, WebhookId webhook, MessageId id, Instant at) {
    return session
        .sql(AGAIN)
        .set("webhook", webhook.value())
        .set("id", id.value())
        .set("at", at)
        .first(DeliveryTable::read);
  }

  private static Delivery read(Row row) {
    var status = Status.of(row.text("status"));
    return new Delivery(
        new MessageId(row.text("id")),
        row.text("type"),
        row.optionalText("gift_id"),
        status,
        Math.toIntExact(row.number("attempts")),
        row.instant("queued_at"),
        row.optionalInstant("next_at").filter(_ -> status == Status.WAITING),
        row.optionalInstant("last_at").map(at -> last(row, at)));
  }

  private static Delivery.Last last(Row row, Instant at) {
    return new Delivery.Last(
        at,
        row.optionalNumber("last_status").map(Math::toIntExact),
        row.optionalText("last_error"));
  }
}
