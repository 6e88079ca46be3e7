package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/// Gifts of which something is due, in the database: each for the transaction alone that asks, and
/// passed over by others meanwhile.
@Singleton
class WaitingGiftTable {

  private static final String DUE =
      """
      select %s
        from gift
       where account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
         and state in ('created', 'sent', 'viewed') and expires_at <= :at
       order by expires_at, id
       limit :most
         for update skip locked
      """
          .formatted(GiftTable.COLUMNS.all());

  private static final String TO_SEND =
      """
      select %s
        from gift
       where account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
         and state = 'created' and send_at <= :at and expires_at > :at
       order by send_at, id
       limit :most
         for update skip locked
      """
          .formatted(GiftTable.COLUMNS.all());

  private static final String CUES =
      """
      select id, sub_account, rehearsal
        from gift
       where account = :account and environment = :environment
         and (:whole_account or sub_account = any (:sub_accounts))
         and state in ('sent', 'viewed') and rehearsal is not null
       limit :most
         for update skip locked
      """;

  List<Gift> due(TenantSession session, Instant at, int most) {
    return session.sql(DUE).set("at", at).set("most", most).list(GiftTable::read);
  }

  List<Gift> toSend(TenantSession session, Instant at, int most) {
    return session.sql(TO_SEND).set("at", at).set("most", most).list(GiftTable::read);
  }

  List<Cue> cues(TenantSession session, int most) {
    return session
        .sql(CUES)
        .set("most", most)
        .list(row ->
            new Cue(
                new GiftId(row.text("id")),
                row.optionalText("sub_account").map(SubAccountId::new),
                Rehearsal.of(row.text("rehearsal"))));
  }
}
