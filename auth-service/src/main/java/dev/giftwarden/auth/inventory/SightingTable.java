package dev.giftwarden.auth.inventory;

import dev.giftwarden.auth.client.usage.LastSeen.Sighting;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.Function;

/// When and from where each certificate was last used. It only goes forward, whoever reports first,
/// and never beyond the clock of the database.
@ApplicationScoped
class SightingTable {
  /// Who retires a version takes it from many certificates, in no order, under this lock.
  private static final String HOLD = "select id from api_version order by id for share";

  /// In one order, so that two reports do not wait for each other in a circle.
  private static final String NOTE =
      """
      with told as (
        select distinct on (serial) serial, least(at, clock_timestamp()) as at, address
        from unnest(:serials::text[], :times::timestamptz[], :addresses::text[])
          as told (serial, at, address)
        order by serial, at desc
      ), held as (
        select c.serial, told.at, told.address
        from certificate c join told on told.serial = c.serial
        where c.seen_at is null or c.seen_at < told.at
        order by c.serial for no key update of c
      )
      update certificate c set seen_at = held.at, seen_from = held.address
      from held where c.serial = held.serial
      """;

  private final Database database;

  SightingTable(Database database) {
    this.database = database;
  }

  /// What is in no inventory, another hand has issued: of that there is nothing to note.
  @Transactional
  void note(List<Sighting> sightings) {
    var _ = database.sql(HOLD).list(row -> row.text("id"));
    database
        .sql(NOTE)
        .set("serials", texts(sightings, Sighting::serial))
        .set("times", texts(sightings, each -> each.at().toString()))
        .set("addresses", texts(sightings, each -> each.from().getHostAddress()))
        .update();
  }

  private static String[] texts(List<Sighting> sightings, Function<Sighting, String> text) {
    return sightings.stream().map(text).toArray(String[]::new);
  }
}
