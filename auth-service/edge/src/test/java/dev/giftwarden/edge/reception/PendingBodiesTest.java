package dev.giftwarden.edge.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PendingBodiesTest {
  private static final ByteBuffer ONE = ByteBuffer.wrap(new byte[] {(byte) 192, 0, 2, 1});
  private static final ByteBuffer OTHER = ByteBuffer.wrap(new byte[] {(byte) 192, 0, 2, 2});
  private static final ByteBuffer THIRD = ByteBuffer.wrap(new byte[] {(byte) 192, 0, 2, 3});

  private final PendingBodies pending = new PendingBodies(250, 100);

  @Test
  @DisplayName("Z12 one address has its share of unfinished bodies, and another has its own")
  void share() {
    assertThat(pending.add(ONE, 100)).isTrue();
    assertThat(pending.add(ONE, 1)).isFalse();
    assertThat(pending.add(OTHER, 100)).isTrue();
  }

  @Test
  @DisplayName("Z12 all addresses together have no more than there is")
  void all() {
    assertThat(pending.add(ONE, 100)).isTrue();
    assertThat(pending.add(OTHER, 100)).isTrue();
    assertThat(pending.add(THIRD, 50)).isTrue();
    assertThat(pending.add(THIRD, 1)).isFalse();
  }

  @Test
  @DisplayName("Z12 what has ended, well or not, leaves its room to the next")
  void ended() {
    assertThat(pending.add(ONE, 60)).isTrue();
    assertThat(pending.add(ONE, 60)).isFalse();
    pending.remove(ONE, 60);
    assertThat(pending.add(ONE, 40)).isTrue();
    pending.remove(ONE, 60);
    pending.remove(ONE, 40);
    assertThat(pending.add(ONE, 100)).isTrue();
  }
}
