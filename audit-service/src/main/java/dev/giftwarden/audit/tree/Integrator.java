package dev.giftwarden.audit.tree;

import dev.giftwarden.audit.client.tree.MerkleTree;
import dev.giftwarden.audit.event.EventTable;
import dev.giftwarden.audit.event.QueuedEvent;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Transaction;
import jakarta.inject.Singleton;
import java.util.List;

/// Gives queued events their place in the tree. Any number of replicas may do so at once: each step
/// is one transaction around one compare-and-set of the tree's size.
@Singleton
public class Integrator {
  /// As many as one append may bring. Keeps a step in the tens of milliseconds.
  static final int MAX_STEP = 1000;

  private final Database database;
  private final TreeTable tree;
  private final EventTable events;

  Integrator(Database database, TreeTable tree, EventTable events) {
    this.database = database;
    this.tree = tree;
    this.events = events;
  }

  /// What a step came to.
  public enum Step {
    GREW,
    /// Another replica grew the tree meanwhile; nothing was written.
    OUTRUN,
    NOTHING_QUEUED
  }

  /// Takes up to 1000 queued events into the tree.
  public Step step() {
    return database.transaction(this::grow);
  }

  /// Reads the head before the queue: an event that another replica takes in between is then
  /// missed, or the compare-and-set fails; it can never get two leaves.
  private Step grow(Transaction transaction) {
    tree.awaitTurn(transaction);
    MerkleTree grown = tree.latest(transaction);
    long size = grown.size();
    List<QueuedEvent> queued = events.queued(transaction, MAX_STEP);
    if (queued.isEmpty()) {
      return Step.NOTHING_QUEUED;
    }
    queued.forEach(event -> grown.add(event.entry().leafHash()));
    if (!tree.extend(transaction, size, grown)) {
      return Step.OUTRUN;
    }
    tree.insertLeaves(transaction, size, queued);
    events.dequeue(transaction, queued.stream().map(QueuedEvent::id).toList());
    return Step.GREW;
  }
}
