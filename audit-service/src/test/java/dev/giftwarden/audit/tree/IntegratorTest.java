package dev.giftwarden.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.audit.client.tree.MerkleTree;
import dev.giftwarden.audit.event.EventTable;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.edge.database.Database;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = GiftwardenStack.class,
    initArgs = @ResourceArg(name = "service", value = "audit"))
class IntegratorTest {
  @Inject Integrator integrator;
  @Inject EventTable events;
  @Inject TreeTable tree;
  @Inject Database database;
  @Inject AgroalDataSource pool;

  @Test
  @DisplayName(
      "A2 integrators at once make one tree: every event one leaf, the root that of the leaves")
  void areCorrectTogether() throws InterruptedException, ExecutionException, SQLException {
    List<RecordedEvent> batch =
        IntStream.range(0, 300)
            .mapToObj(_ -> AuditEvent.of("key:4fKq81ZpWc0x", "gift.send"))
            .map(draft -> new RecordedEvent("gift", draft.succeeded(Instant.now())))
            .toList();
    try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> work = new ArrayList<>();
      for (RecordedEvent event : batch) {
        work.add(replicas.submit(() -> insert(event)));
        work.add(replicas.submit(() -> integrator.step()));
      }
      for (Future<?> done : work) {
        done.get();
      }
    }
    while (integrator.step() != Integrator.Step.NOTHING_QUEUED) {
      // Until all of it has leaves; the service's own worker helps.
    }
    assertThat(tree.indexes(batch.stream().map(e -> e.event().id()).toList())).hasSize(300);
    assertTreeIsThatOfItsLeaves();
  }

  @Test
  @DisplayName("A2 of two who grow the tree from one size, the second writes nothing")
  void comparesAndSets() {
    var _ =
        database.transaction(transaction -> {
          transaction.undo();
          tree.awaitTurn(transaction);
          MerkleTree grown = tree.latest(transaction);
          long size = grown.size();
          grown.add(Hash.ofLeaf(new byte[41]));
          assertThat(tree.extend(transaction, size, grown)).isTrue();
          grown.add(Hash.ofLeaf(new byte[41]));
          assertThat(tree.extend(transaction, size, grown)).isFalse();
          return grown;
        });
  }

  private void insert(RecordedEvent event) {
    var _ =
        database.transaction(transaction -> {
          events.insertMissing(transaction, List.of(event));
          return event;
        });
  }

  private void assertTreeIsThatOfItsLeaves() throws SQLException {
    MerkleTree recomputed = MerkleTree.empty();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select leaf.index, leaf.entry, head.root from leaf
                join (select * from tree_head order by size desc limit 1) as head
                  on leaf.index < head.size
                order by leaf.index
                """)) {
      byte[] root = new byte[0];
      while (rows.next()) {
        assertThat(rows.getLong("index")).isEqualTo(recomputed.size());
        recomputed.add(Hash.ofLeaf(rows.getBytes("entry")));
        root = rows.getBytes("root");
      }
      assertThat(recomputed.root()).isEqualTo(Hash.of(root));
    }
  }
}
