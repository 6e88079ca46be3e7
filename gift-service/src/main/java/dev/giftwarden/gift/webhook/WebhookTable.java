package dev.giftwarden.gift.webhook;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Sql;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Endpoints in the database, their secrets wrapped by a key that is not there.
@Singleton
class WebhookTable {

  /// Of one account or sub-account: more is a slip, and each costs a row for each event.
  static final int MOST = 20;

  /// Who makes two at once makes them one after the other.
  private static final String ONE_BY_ONE =
      "select pg_advisory_xact_lock(hashtext('webhook'), hashtext(:account))";

  private static final String INSERT =
      """
      insert into webhook (id, account, sub_account, environment, url, events, active, pii_reason,
                           kek, secret, created_at)
      select :id, :account, :sub_account, :environment, :url, :events, true, :pii_reason,
             :kek, :secret, :at
       where (select count(*) from webhook
               where account = :account and environment = :environment
                 and sub_account is not distinct from :sub_account) < :most
      """;

  private static final String MINE =
      """
      select id, sub_account, url, events, active, pii_reason, previous_until, created_at
        from webhook
       where account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      """;

  private static final String FIND = MINE + " and id = :id";

  private static final String HOLD = FIND + " for update";

  private static final String LIST =
      MINE
          + """
             and (created_at, id) < (:before, :before_id)
           order by created_at desc, id desc
           limit :limit
          """;

  private static final String CHANGE =
      """
      update webhook
         set url = :url, events = :events, active = :active
       where id = :id and account = :account and environment = :environment
      """;

  private static final String UNDER_ANOTHER_KEY =
      """
      select id, kek, secret, previous_secret
        from webhook
       where account = :account and environment = :environment
         and (kek < :current or kek > :current)
       limit 50
         for update skip locked
      """;

  private static final String REWRAP =
      """
      update webhook
         set kek = :kek, secret = :secret, previous_secret = :previous
       where id = :id and account = :account and environment = :environment
      """;

  private static final String SECRET =
      """
      select kek, secret
        from webhook
       where id = :id and account = :account and environment = :environment
      """;

  private static final String ROTATE =
      """
      update webhook
         set kek = :kek, secret = :secret, previous_secret = :previous, previous_until = :until
       where id = :id and account = :account and environment = :environment
      """;

  private static final String DELETE =
      """
      delete from webhook
       where id = :id and account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
      returning sub_account
      """;

  private final Keys keys;

  WebhookTable(Keys keys) {
    this.keys = keys;
  }

  /// @return whether there was room for it
  boolean insert(TenantSession session, Webhook webhook, WebhookSecret secret) {
    var _ = session.sql(ONE_BY_ONE).first(_ -> true);
    WrappedKey wrapped = secret.wrap(keys, session.scope(), webhook.id());
    return described(session.sql(INSERT), webhook)
            .set("sub_account", webhook.subAccount().map(SubAccountId::value))
            .set("pii_reason", webhook.piiReason())
            .set("kek", wrapped.kek())
            .set("secret", wrapped.bytes())
            .set("at", webhook.createdAt())
            .set("most", MOST)
            .update()
        == 1;
  }

  private static Sql described(Sql statement, Webhook webhook) {
    return statement
        .set("id", webhook.id().value())
        .set("url", webhook.url().value())
        .set("events", texts(webhook.events()));
  }

  private static String[] texts(Set<EventType> events) {
    return events.stream().sorted().map(EventType::text).toArray(String[]::new);
  }

  Optional<Webhook> find(TenantSession session, WebhookId id) {
    return session.sql(FIND).set("id", id.value()).first(WebhookTable::read);
  }

  /// As it is until the transaction ends.
  Optional<Webhook> hold(TenantSession session, WebhookId id) {
    return session.sql(HOLD).set("id", id.value()).first(WebhookTable::read);
  }

  Page<Webhook> list(TenantSession session, PageRequest page) {
    var rows = session.sql(LIST, page).list(WebhookTable::read);
    return Page.of(rows, page, webhook -> new Cursor(webhook.createdAt(), webhook.id().value()));
  }

  /// @param webhook one that this transaction holds
  void change(TenantSession session, Webhook webhook) {
    described(session.sql(CHANGE), webhook).set("active", webhook.active()).later();
  }

  /// The secret that it has signs until `until` as well; the one before that no more.
  ///
  /// @param id of one that this transaction holds
  void rotate(TenantSession session, WebhookId id, WebhookSecret next, Instant until) {
    WebhookSecret before =
        session
            .sql(SECRET)
            .set("id", id.value())
            .only(row -> WebhookSecret.unwrap(keys, session.scope(), id, wrapped(row)));
    WrappedKey wrapped = next.wrap(keys, session.scope(), id);
    WrappedKey previous = before.wrap(keys, session.scope(), id);
    if (!previous.kek().equals(wrapped.kek())) { // another key became the current one in between
      wrapped = next.wrap(keys, session.scope(), id);
    }
    session
        .sql(ROTATE)
        .set("id", id.value())
        .set("kek", wrapped.kek())
        .set("secret", wrapped.bytes())
        .set("previous", previous.bytes())
        .set("until", until)
        .later();
  }

  /// Wraps some secrets anew that another than the current key wraps.
  ///
  /// @return how many
  int rewrap(TenantSession session) {
    List<Rewrap> found =
        session
            .sql(UNDER_ANOTHER_KEY)
            .set("current", keys.current())
            .list(row -> rewrapped(session.scope(), row));
    for (Rewrap anew : found) {
      session
          .sql(REWRAP)
          .set("id", anew.id().value())
          .set("kek", anew.secret().kek())
          .set("secret", anew.secret().bytes())
          .set("previous", anew.previous().map(WrappedKey::bytes))
          .later();
    }
    return found.size();
  }

  private record Rewrap(WebhookId id, WrappedKey secret, Optional<WrappedKey> previous) {}

  private Rewrap rewrapped(TenantScope scope, Row row) {
    var id = new WebhookId(row.text("id"));
    return new Rewrap(
        id,
        anew(scope, id, wrapped(row)),
        Optional.ofNullable(row.bytesOrNull("previous_secret"))
            .map(bytes -> anew(scope, id, new WrappedKey(row.text("kek"), bytes))));
  }

  private WrappedKey anew(TenantScope scope, WebhookId id, WrappedKey before) {
    return WebhookSecret.unwrap(keys, scope, id, before).wrap(keys, scope, id);
  }

  private static WrappedKey wrapped(Row row) {
    return new WrappedKey(row.text("kek"), row.bytes("secret"));
  }

  /// Whose it was; empty if there is none. What waits to be sent there goes with it.
  Optional<Optional<SubAccountId>> delete(TenantSession session, WebhookId id) {
    return session
        .sql(DELETE)
        .set("id", id.value())
        .first(row -> row.optionalText("sub_account").map(SubAccountId::new));
  }

  private static Webhook read(Row row) {
    return new Webhook(
        new WebhookId(row.text("id")),
        row.optionalText("sub_account").map(SubAccountId::new),
        new WebhookUrl(row.text("url")),
        row.texts("events").stream().map(EventType::of).collect(Collectors.toUnmodifiableSet()),
        row.flag("active"),
        row.optionalText("pii_reason"),
        row.optionalInstant("previous_until"),
        row.instant("created_at"));
  }
}
