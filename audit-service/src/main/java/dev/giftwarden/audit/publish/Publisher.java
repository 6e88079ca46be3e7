package dev.giftwarden.audit.publish;

import dev.giftwarden.audit.client.checkpoint.SignerKey;
import jakarta.inject.Singleton;

/// Signs the newest head that is committed, and never one that could still be rolled back: what a
/// checkpoint promises must be in the log for ever. Replicas may sign the same head; the notes are
/// equal.
@Singleton
class Publisher {
  private final CheckpointTable checkpoints;
  private final Published published;
  private final SignerKey signer;

  Publisher(CheckpointTable checkpoints, Published published, SignerKey signer) {
    this.checkpoints = checkpoints;
    this.published = published;
    this.signer = signer;
  }

  /// @return whether there was something to publish
  boolean publish() {
    boolean found = checkpoints.unpublished(signer).map(this::insert).isPresent();
    checkpoints.latest().ifPresent(published::set);
    return found;
  }

  private PublishedCheckpoint insert(PublishedCheckpoint checkpoint) {
    checkpoints.insert(checkpoint, signer.verifier());
    return checkpoint;
  }
}
