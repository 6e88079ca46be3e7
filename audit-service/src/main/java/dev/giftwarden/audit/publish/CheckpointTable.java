package dev.giftwarden.audit.publish;

import dev.giftwarden.audit.client.checkpoint.SignerKey;
import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.audit.database.SqlTable;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The published checkpoints, and the heads that wait to be one.
@Singleton
class CheckpointTable extends SqlTable {
  CheckpointTable(AgroalDataSource database) {
    super(database);
  }

  Optional<PublishedCheckpoint> latest() {
    return query(
            "select size, note from checkpoint order by size desc limit 1",
            _ -> {},
            row -> new PublishedCheckpoint(row.getLong("size"), row.getString("note")))
        .stream()
        .findFirst();
  }

  /// The committed head, signed, where no checkpoint of that size is published yet.
  Optional<PublishedCheckpoint> unpublished(SignerKey signer) {
    return query(
            """
            select size, root from (select size, root from tree_head order by size desc limit 1) as head
            where not exists (select from checkpoint where checkpoint.size = head.size)
            """,
            _ -> {},
            row -> {
              long size = row.getLong("size");
              return new PublishedCheckpoint(
                  size, signer.sign(size, Hash.of(row.getBytes("root"))));
            })
        .stream()
        .findFirst();
  }

  void insert(PublishedCheckpoint checkpoint, VerifierKey key) {
    update(
        """
        insert into checkpoint (size, note, verifier_key) values (?, ?, ?)
        on conflict (size) do nothing
        """,
        statement -> {
          statement.setLong(1, checkpoint.size());
          statement.setString(2, checkpoint.note());
          statement.setString(3, key.toString());
        });
  }
}
