package dev.giftwarden.gift.fulfilment;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.catalogue.CollectionTable;
import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/// Where claimed gifts go, sealed under the key of their recipient: whoever is erased lives nowhere
/// any more.
@Singleton
public class DeliveryTable {

  private static final String INSERT =
      """
      insert into delivery (gift_id, account, sub_account, environment, claimed_at, sealed)
      values (:gift_id, :account, :sub_account, :environment, :at, :sealed)
      """;

  private static final String SHIP =
      """
      update delivery
         set carrier = :carrier, tracking = :tracking
       where gift_id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """;

  private static final String MINE =
      """
      select delivery.gift_id, delivery.claimed_at, delivery.sealed as delivered,
             delivery.carrier, delivery.tracking, gift.amount, gift.currency, gift.state,
             gift.product_sku, gift.product_name, gift.cost, %s
        from delivery
        join gift on gift.id = delivery.gift_id
         and gift.account = delivery.account and gift.environment = delivery.environment
         and gift.sub_account is not distinct from delivery.sub_account
        join recipient on recipient.id = gift.recipient_id
         and recipient.account = gift.account and recipient.environment = gift.environment
         and recipient.sub_account is not distinct from gift.sub_account
       where delivery.account = :account and delivery.environment = :environment
         and (:whole_account or delivery.sub_account = any (:sub_accounts))
      """
          .formatted(RecipientTable.COLUMNS.in("recipient"));

  private static final String FIND = MINE + " and delivery.gift_id = :id";

  private static final String LIST =
      MINE
          + """
             and gift.state = :state
             and (delivery.claimed_at, delivery.gift_id) < (:before, :before_id)
           order by delivery.claimed_at desc, delivery.gift_id desc
           limit :limit
          """;

  private final RecipientTable recipients;

  DeliveryTable(RecipientTable recipients) {
    this.recipients = recipients;
  }

  /// @param sealed what [Recipient#sealDelivery] made
  public void insert(TenantSession session, Gift gift, byte[] sealed, Instant at) {
    session
        .sql(INSERT)
        .set("gift_id", gift.id().value())
        .set("sub_account", gift.subAccount().map(SubAccountId::value))
        .set("at", at)
        .set("sealed", sealed)
        .later();
  }

  void ship(TenantSession session, GiftId id, Shipment shipment) {
    session
        .sql(SHIP)
        .set("id", id.value())
        .set("carrier", shipment.carrier())
        .set("tracking", Optional.ofNullable(shipment.tracking()))
        .later();
  }

  Optional<Fulfilment> find(TenantSession session, GiftId id) {
    return session.sql(FIND).set("id", id.value()).first(row -> read(session, row));
  }

  /// Those that wait to be shipped, the newest claim first.
  Page<Fulfilment> list(TenantSession session, PageRequest page) {
    var rows =
        session
            .sql(LIST, page)
            .set("state", GiftState.CLAIMED.text())
            .list(row -> read(session, row));
    return Page.of(rows, page, found -> new Cursor(found.claimedAt(), found.gift().value()));
  }

  private Fulfilment read(TenantSession session, Row row) {
    var gift = new GiftId(row.text("gift_id"));
    Recipient recipient = recipients.read(session, row.in("recipient"));
    return new Fulfilment(
        gift,
        Money.of(row.number("amount"), row.text("currency")),
        GiftState.of(row.text("state")),
        row.instant("claimed_at"),
        recipient.delivered(gift, row.bytes("delivered")),
        row.optionalText("carrier")
            .map(carrier -> new Shipment(carrier, row.optionalText("tracking").orElse(null))),
        CollectionTable.purchase(row));
  }
}
