package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.edge.database.Columns;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.catalogue.CollectionTable;
import dev.giftwarden.gift.catalogue.Purchase;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.id.CampaignId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.spending.Charge;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gifts in the database.
@Singleton
class GiftTable {

  static final Columns COLUMNS =
      Columns.of(
          "id",
          "sub_account",
          "budget_id",
          "recipient_id",
          "amount",
          "currency",
          "state",
          "created_at",
          "send_at",
          "sent_at",
          "viewed_at",
          "claimed_at",
          "shipped_at",
          "delivered_at",
          "declined_at",
          "expired_at",
          "cancelled_at",
          "expires_at",
          "spend_root",
          "spend_period",
          "spend_started_at",
          "campaign_id",
          "collection_id",
          "band_id",
          "product_sku",
          "product_name",
          "cost");

  /// What is written to somebody is read with them alone: they have its key.
  private static final Columns MESSAGE = Columns.of("message", "sealed_message");

  private static final String FIND =
      """
      select %s
        from gift
       where id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """
          .formatted(COLUMNS.all());

  private static final String HOLD = FIND + " for update";

  private static final String WITH_RECIPIENT =
      """
      select %s, %s, %s
        from gift
        join recipient on recipient.id = gift.recipient_id
         and recipient.account = gift.account and recipient.environment = gift.environment
         and recipient.sub_account is not distinct from gift.sub_account
       where gift.account = :account and gift.environment = :environment
         and (:whole_account or gift.sub_account = any (:sub_accounts))
      """
          .formatted(
              COLUMNS.in("gift"), MESSAGE.in("gift"), RecipientTable.COLUMNS.in("recipient"));

  private static final String FIND_WITH_RECIPIENT = WITH_RECIPIENT + " and gift.id = :id";

  private static final String FIND_ALL_WITH_RECIPIENT =
      WITH_RECIPIENT + " and gift.id = any (:ids)";

  private static final String LIST =
      WITH_RECIPIENT
          + """
             and (coalesce(gift.created_at, sent_at), gift.id) < (:before, :before_id)
           order by coalesce(gift.created_at, sent_at) desc, gift.id desc
           limit :limit
          """;

  /// By the state that they bring a gift into.
  private static final Map<GiftState, String> BECOME = statements();

  private static Map<GiftState, String> statements() {
    var statements = new EnumMap<GiftState, String>(GiftState.class);
    for (GiftState state : GiftState.values()) {
      statements.put(
          state,
          """
          update gift
             set state = :state, %s = :at
           where id = :id and account = :account and environment = :environment
             and (:whole_account or sub_account = any (:sub_accounts))
             and state = any (:before)
          returning %s
          """
              .formatted(state.column(), COLUMNS.all()));
    }
    return statements;
  }

  /// What was chosen becomes true together with the state that tells of it.
  private static final String CLAIM =
      """
      update gift
         set state = 'claimed', claimed_at = :at, product_sku = :sku, product_name = :name,
             cost = :cost
       where id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
         and state = any (:before)
      returning %s
      """
          .formatted(COLUMNS.all());

  private final RecipientTable recipients;

  GiftTable(RecipientTable recipients) {
    this.recipients = recipients;
  }

  Optional<Gift> find(TenantSession session, GiftId id) {
    return session.sql(FIND).set("id", id.value()).first(GiftTable::read);
  }

  Optional<Gift> hold(TenantSession session, GiftId id) {
    return session.sql(HOLD).set("id", id.value()).first(GiftTable::read);
  }

  Optional<GiftWithRecipient> findWithRecipient(TenantSession session, GiftId id) {
    return session
        .sql(FIND_WITH_RECIPIENT)
        .set("id", id.value())
        .first(row -> readWithRecipient(session, row));
  }

  List<GiftWithRecipient> findWithRecipient(TenantSession session, List<GiftId> ids) {
    return session
        .sql(FIND_ALL_WITH_RECIPIENT)
        .set("ids", ids.stream().map(GiftId::value).toArray(String[]::new))
        .list(row -> readWithRecipient(session, row));
  }

  Page<GiftWithRecipient> list(TenantSession session, PageRequest page) {
    var rows = session.sql(LIST, page).list(row -> readWithRecipient(session, row));
    return Page.of(
        rows, page, sent -> new Cursor(sent.gift().timeline().begunAt(), sent.gift().id().value()));
  }

  /// The gift as it is afterwards; empty, and nothing written, if it is not there or in a state
  /// that cannot become `state`.
  Optional<Gift> become(TenantSession session, GiftId id, GiftState state, Instant at) {
    return session
        .sql(Objects.requireNonNull(BECOME.get(state)))
        .set("id", id.value())
        .set("state", state.text())
        .set("at", at)
        .set("before", before(state))
        .first(GiftTable::read);
  }

  /// As [#become], for a gift whose recipient has chosen.
  Optional<Gift> claim(TenantSession session, GiftId id, Purchase chosen, Instant at) {
    return session
        .sql(CLAIM)
        .set("id", id.value())
        .set("sku", chosen.sku().value())
        .set("name", chosen.name().value())
        .set("cost", chosen.cost().minor())
        .set("at", at)
        .set("before", before(GiftState.CLAIMED))
        .first(GiftTable::read);
  }

  private static String[] before(GiftState state) {
    return state.before().stream().map(GiftState::text).toArray(String[]::new);
  }

  private GiftWithRecipient readWithRecipient(TenantSession session, Row row) {
    Gift gift = read(row.in("gift"));
    Recipient recipient = recipients.read(session, row.in("recipient"));
    return new GiftWithRecipient(gift, recipient, message(gift.id(), recipient, row.in("gift")));
  }

  private static Optional<GiftMessage> message(GiftId id, Recipient recipient, Row row) {
    byte @Nullable [] sealed = row.bytesOrNull("sealed_message");
    return sealed == null
        ? row.optionalText("message").map(GiftMessage::new)
        : recipient.open(id, sealed);
  }

  static Gift read(Row row) {
    return new Gift(
        new GiftId(row.text("id")),
        row.optionalText("sub_account").map(SubAccountId::new),
        new BudgetId(row.text("budget_id")),
        new RecipientId(row.text("recipient_id")),
        Money.of(row.number("amount"), row.text("currency")),
        timeline(row),
        row.optionalInstant("send_at"),
        row.optionalInstant("expires_at"),
        row.optionalText("spend_root").map(root -> charge(row, root)),
        row.optionalText("campaign_id").map(CampaignId::new),
        CollectionTable.selection(row),
        CollectionTable.purchase(row));
  }

  private static Charge charge(Row row, String root) {
    return new Charge(
        new KeyId(root), SpendPeriod.of(row.text("spend_period")), row.instant("spend_started_at"));
  }

  /// Each state in the order in which they can follow each other.
  private static Timeline timeline(Row row) {
    List<Timeline.Step> steps = new ArrayList<>();
    for (GiftState state : Timeline.ORDER) {
      row.optionalInstant(state.column()).ifPresent(at -> steps.add(new Timeline.Step(state, at)));
    }
    return new Timeline(steps);
  }
}
