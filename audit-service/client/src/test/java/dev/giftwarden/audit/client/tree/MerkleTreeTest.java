package dev.giftwarden.audit.client.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.Golden;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  @DisplayName("A2 root and frontier of 0 to 70 leaves are those made outside Java")
  @Test
  void growsLikeTheVectors() {
    MerkleTree tree = MerkleTree.empty();
    for (JsonNode row : Golden.VECTORS.get("trees")) {
      assertThat(tree.size()).isEqualTo(row.get("size").longValue());
      assertThat(tree.root().bytes()).isEqualTo(Golden.bytes(row, "root"));
      assertThat(tree.frontier()).isEqualTo(Golden.bytes(row, "frontier"));
      tree.add(leaf(tree.size()));
    }
  }

  @DisplayName("A2 a tree goes on from its frontier as if it had never stopped")
  @Test
  void resumesAtEverySize() {
    for (JsonNode row : Golden.VECTORS.get("trees")) {
      MerkleTree tree =
          MerkleTree.resume(row.get("size").longValue(), Golden.bytes(row, "frontier"));
      while (tree.size() < 70) {
        tree.add(leaf(tree.size()));
      }
      assertThat(tree.root().bytes())
          .isEqualTo(Golden.bytes(Golden.VECTORS.get("trees").get(70), "root"));
    }
  }

  @Test
  void refusesAfrontierOfAnotherSize() {
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.resume(3, new byte[32]));
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.resume(2, new byte[33]));
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.resume(-1, new byte[64 * 32]));
  }

  @Test
  void aLeafIsNoNode() {
    Hash left = leaf(0);
    Hash right = leaf(1);
    byte[] both = new byte[64];
    System.arraycopy(left.bytes(), 0, both, 0, 32);
    System.arraycopy(right.bytes(), 0, both, 32, 32);
    assertThat(Hash.ofLeaf(both)).isNotEqualTo(Hash.ofNode(left, right));
  }

  private static Hash leaf(long n) {
    return Hash.ofLeaf(("entry " + n).getBytes(StandardCharsets.UTF_8));
  }
}
