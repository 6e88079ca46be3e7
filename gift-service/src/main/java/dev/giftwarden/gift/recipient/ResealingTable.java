package dev.giftwarden.gift.recipient;

import dev.giftwarden.edge.database.Row;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.sealing.DataKey;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.Owner;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.util.List;

/// Recipients whose rows are not as a new one would be: what other replicas hold is left to them.
@Singleton
class ResealingTable {

  private static final String IN_THE_CLEAR =
      """
      select %s
        from recipient
       where account = :account and environment = :environment
         and kek is null and erased_at is null
       limit :limit
         for update skip locked
      """
          .formatted(RecipientTable.COLUMNS.all());

  /// What was clear goes in the statement that brings what is sealed.
  private static final String SEAL =
      """
      update recipient
         set name = null, email = null, phone = null, address_line1 = null, address_line2 = null,
             city = null, region = null, postal_code = null, country = null,
             kek = :kek, wrapped_key = :wrapped_key, sealed = :sealed, email_index = :email_index
       where id = :id and account = :account and environment = :environment
      """;

  /// Whoever gives to a recipient holds its row meanwhile, so none is written behind this.
  private static final String MESSAGES =
      """
      select id, message
        from gift
       where recipient_id = :recipient and account = :account and environment = :environment
         and message is not null
      """;

  private static final String SEAL_MESSAGE =
      """
      update gift
         set message = null, sealed_message = :sealed
       where id = :id and account = :account and environment = :environment
      """;

  private static final String UNDER_ANOTHER_KEY =
      """
      select id, kek, wrapped_key
        from recipient
       where account = :account and environment = :environment
         and (kek < :current or kek > :current)
       limit :limit
         for update skip locked
      """;

  private static final String REWRAP =
      """
      update recipient
         set kek = :kek, wrapped_key = :wrapped_key
       where id = :id and account = :account and environment = :environment
      """;

  private final RecipientTable recipients;
  private final Keys keys;

  ResealingTable(RecipientTable recipients, Keys keys) {
    this.recipients = recipients;
    this.keys = keys;
  }

  /// Gives recipients from before there were keys one each, and seals them and what was written to
  /// them.
  ///
  /// @return how many
  int seal(TenantSession session, int limit) {
    List<Recipient> found =
        session.sql(IN_THE_CLEAR).set("limit", limit).list(row -> recipients.read(session, row));
    for (Recipient recipient : found) {
      if (recipient.identity() instanceof Identity.Known(PersonalData person, _)) {
        seal(session, recipient.id(), person);
      }
    }
    return found.size();
  }

  private void seal(TenantSession session, RecipientId id, PersonalData person) {
    DataKey key = keys.next(owner(session.scope(), id));
    recipients.seal(session, session.sql(SEAL), person, key).set("id", id.value()).later();
    for (Written written : written(session, id)) {
      session
          .sql(SEAL_MESSAGE)
          .set("id", written.gift().value())
          .set("sealed", Recipient.seal(key, written.gift(), written.message()))
          .later();
    }
  }

  private record Written(GiftId gift, GiftMessage message) {}

  private static List<Written> written(TenantSession session, RecipientId id) {
    return session
        .sql(MESSAGES)
        .set("recipient", id.value())
        .list(row -> new Written(new GiftId(row.text("id")), new GiftMessage(row.text("message"))));
  }

  /// Wraps keys anew that another than the current one wraps; what they sealed stays as it is.
  ///
  /// @return how many
  int rewrap(TenantSession session, int limit) {
    List<DataKey> found =
        session
            .sql(UNDER_ANOTHER_KEY)
            .set("current", keys.current())
            .set("limit", limit)
            .list(row -> unwrap(session.scope(), row));
    for (DataKey key : found) {
      WrappedKey wrapped = keys.wrap(key);
      session
          .sql(REWRAP)
          .set("id", key.owner().recipient().value())
          .set("kek", wrapped.kek())
          .set("wrapped_key", wrapped.bytes())
          .later();
    }
    return found.size();
  }

  private DataKey unwrap(TenantScope scope, Row row) {
    return keys.unwrap(
        new WrappedKey(row.text("kek"), row.bytes("wrapped_key")),
        owner(scope, new RecipientId(row.text("id"))));
  }

  private static Owner owner(TenantScope scope, RecipientId id) {
    return new Owner(scope.account(), scope.environment(), id);
  }
}
