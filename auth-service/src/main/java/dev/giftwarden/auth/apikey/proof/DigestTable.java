package dev.giftwarden.auth.apikey.proof;

import dev.giftwarden.auth.apikey.KeySecret;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// What of a secret is stored, for whoever has not proven to have it.
@ApplicationScoped
class DigestTable {
  /// Whether there is such an id or not, twice down the index and two rows: that of the id or,
  /// where it is unknown, the next one's, and another; and beyond the last id two others.
  private static final String FIND =
      """
      (select id = :id as known, secret_sha256 from api_key where id >= :id order by id limit 1)
      union all
      (select false, secret_sha256 from api_key order by id limit 2)
      limit 2
      """;

  private final Database database;

  DigestTable(Database database) {
    this.database = database;
  }

  /// @param digest of the key, or of some other where it is not known
  record Stored(boolean known, KeySecret.Digest digest) {}

  /// An id that does not exist costs what one does that exists, rows in every answer and all that
  /// is done to read them: how long it takes must not tell them apart. Empty as long as there are
  /// no keys at all.
  ///
  /// @throws DatabaseException where the database does not answer
  Optional<Stored> find(KeyId id) {
    return database
        .sql(FIND)
        .set("id", id.value())
        .list(
            row -> new Stored(row.flag("known"), new KeySecret.Digest(row.bytes("secret_sha256"))))
        .stream()
        .reduce((one, other) -> one.known() ? one : other); // in whichever order they come
  }
}
