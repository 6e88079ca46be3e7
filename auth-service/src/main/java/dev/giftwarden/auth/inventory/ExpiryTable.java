package dev.giftwarden.auth.inventory;

import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How many clients are about to be without a certificate. One that was renewed, or whose client
/// has another that ends later, is missed by nobody.
@ApplicationScoped
class ExpiryTable {
  private static final String COUNT =
      """
      select count(*) filter (where not_after < now() + interval '1 day') as day,
        count(*) filter (where not_after < now() + interval '7 days') as week,
        count(*) filter (where not_after < now() + interval '14 days') as fortnight,
        count(*) as month
      from certificate c
      where not_after >= now() and not_after < now() + interval '30 days'
        and not exists (select from revoked_certificate r where r.serial = c.serial)
        and exists (select from client l
          where l.account = c.account and l.id = c.client and l.revoked_at is null)
        and not exists (select from certificate later
          where later.account = c.account and later.client = c.client
            and (later.not_after, later.serial) > (c.not_after, c.serial)
            and not exists (select from revoked_certificate r where r.serial = later.serial))
      """;

  private final Database database;

  ExpiryTable(Database database) {
    this.database = database;
  }

  /// By how soon they end; the longer times hold the shorter ones.
  Map<String, Long> count() {
    return database
        .sql(COUNT)
        .only(row ->
            Stream.of(ExpiringGauge.WITHIN)
                .collect(Collectors.toMap(Function.identity(), row::number)));
  }
}
