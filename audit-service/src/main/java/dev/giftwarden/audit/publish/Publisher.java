package dev.giftwarden.audit.publish;

import dev.giftwarden.audit.client.checkpoint.SignerKey;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/// Signs the newest head that is committed, and never one that could still be rolled back: what a
/// checkpoint promises must be in the log for ever. Replicas may sign the same head; the notes are
/// equal.
@Singleton
class Publisher {
  private final CheckpointTable checkpoints;
  private final Published published;
  private final Provider<SignerKey> signer;

  Publisher(CheckpointTable checkpoints, Published published, Provider<SignerKey> signer) {
    this.checkpoints = checkpoints;
    this.published = published;
    this.signer = signer;
  }

  /// @throws ConfigurationException where there is no key to sign with
  void requireSigner() {
    var _ = signer.get();
  }

  /// @return whether there was something to publish
  boolean publish() {
    boolean found = checkpoints.unpublished(signer.get()).map(this::insert).isPresent();
    checkpoints.latest().ifPresent(published::set);
    return found;
  }

  private PublishedCheckpoint insert(PublishedCheckpoint checkpoint) {
    checkpoints.insert(checkpoint, signer.get().verifier());
    return checkpoint;
  }
}
