package dev.giftwarden.auth.apikey.exposure;

import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.function.Consumer;

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
  record Flagged(Subject.Key key, AccountId account, Environment environment, long epoch) {}

  /// False if it was known.
  ///
  /// @param then what becomes true with it
  @Transactional
  boolean expose(KeyId id, Key.Exposure exposure, Consumer<Flagged> then) {
    var flagged = expose(id, exposure);
    flagged.ifPresent(then);
    return flagged.isPresent();
  }

  private Optional<Flagged> expose(KeyId id, Key.Exposure exposure) {
    return database
        .sql(EXPOSE)
        .set("now", exposure.at())
        .set("by", exposure.by().text())
        .set("id", id.value())
        .first(row ->
            new Flagged(
                new Subject.Key(id),
                new AccountId(row.text("account")),
                Environment.of(row.text("environment")),
                row.number("epoch")));
  }
}
