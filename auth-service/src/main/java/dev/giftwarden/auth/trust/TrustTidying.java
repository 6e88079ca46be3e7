package dev.giftwarden.auth.trust;

import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/// Removes from the feed what can no longer matter to anyone.
@ApplicationScoped
class TrustTidying {
  private static final List<String> TIDY =
      List.of(
          "delete from trust_change where changed_at < now() - interval '1 day'",
          """
          delete from signing_key k where not_after < now() - interval '1 day'
            and not exists (select 1 from trust_change c where c.signing_key = k.id)
          """,
          "delete from trust_consumer where seen_at < now() - interval '1 hour'",
          """
          delete from revoked_certificate r where not_after < now() - interval '2 days'
            and not exists (select 1 from trust_change c where c.certificate = r.serial)
          """);

  private final Database database;

  TrustTidying(Database database) {
    this.database = database;
  }

  @Transactional
  void tidy() {
    TIDY.forEach(sql -> database.sql(sql).update());
  }
}
