package dev.giftwarden.audit.publish;

import dev.giftwarden.audit.client.checkpoint.SignerKey;
import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.edge.database.Database;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The published checkpoints, and the heads that wait to be one.
@Singleton
class CheckpointTable {
  private final Database database;

  CheckpointTable(Database database) {
    this.database = database;
  }

  Optional<PublishedCheckpoint> latest() {
    return database
        .sql("select size, note from checkpoint order by size desc limit 1")
        .first(row -> new PublishedCheckpoint(row.number("size"), row.text("note")));
  }

  /// The committed head, signed, where no checkpoint of that size is published yet.
  Optional<PublishedCheckpoint> unpublished(SignerKey signer) {
    return database
        .sql(
            """
            select size, root from (select size, root from tree_head order by size desc limit 1) as head
            where not exists (select from checkpoint where checkpoint.size = head.size)
            """)
        .first(row -> {
          long size = row.number("size");
          return new PublishedCheckpoint(size, signer.sign(size, Hash.of(row.bytes("root"))));
        });
  }

  void insert(PublishedCheckpoint checkpoint, VerifierKey key) {
    database
        .sql(
            """
            insert into checkpoint (size, note, verifier_key) values (:size, :note, :key)
            on conflict (size) do nothing
            """)
        .set("size", checkpoint.size())
        .set("note", checkpoint.note())
        .set("key", key.toString())
        .update();
  }
}
