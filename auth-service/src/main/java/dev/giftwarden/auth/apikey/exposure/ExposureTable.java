package dev.giftwarden.auth.apikey.exposure;

import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Writes down that keys are exposed.
@ApplicationScoped
class ExposureTable {
  /// Of many that find a key at once, one has; whatever its state, for nobody knows who has it.
  private static final String EXPOSE =
      """
      update api_key set exposed_at = :now, exposed_by = :by, epoch = epoch + 1
      where id = :id and exposed_at is null
      returning account, environment, epoch
      """;

  private final Database database;

  ExposureTable(Database database) {
    this.database = database;
  }

  /// @param epoch the key's, from now on
  record Flagged(AccountId account, Environment environment, long epoch) {}

  /// Empty if it was known.
  Optional<Flagged> expose(KeyId id, Key.Exposure exposure) {
    return database
        .sql(EXPOSE)
        .set("now", exposure.at())
        .set("by", exposure.by().text())
        .set("id", id.value())
        .first(row ->
            new Flagged(
                new AccountId(row.text("account")),
                Environment.of(row.text("environment")),
                row.number("epoch")));
  }
}
