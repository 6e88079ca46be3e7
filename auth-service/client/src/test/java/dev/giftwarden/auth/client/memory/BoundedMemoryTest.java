package dev.giftwarden.auth.client.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.testing.TestTime;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A bounded memory")
class BoundedMemoryTest {
  private final TestTime time = new TestTime();
  private final Cache<String, Integer> memory =
      BoundedMemory.of(100, time).expireAfterWrite(Duration.ofSeconds(10)).build();

  @Test
  @DisplayName("never holds more than its bound, and strangers do not push out who comes again")
  void bounded() {
    for (int i = 0; i < 3; i++) {
      memory.put("regular", i);
      assertThat(memory.getIfPresent("regular")).isNotNull();
    }
    for (int i = 0; i < 10_000; i++) {
      memory.put("stranger " + i, i);
      var _ = memory.getIfPresent("regular");
      assertThat(memory.asMap()).hasSizeLessThanOrEqualTo(100);
    }
    assertThat(memory.getIfPresent("regular")).isNotNull();
  }

  @Test
  @DisplayName("forgets by our clock, whether or not anybody asks for it")
  void ends() {
    memory.put("one", 1);
    time.pass(Duration.ofSeconds(9));
    assertThat(memory.getIfPresent("one")).isNotNull();
    time.pass(Duration.ofSeconds(1));
    assertThat(memory.getIfPresent("one")).isNull();
    memory.put("two", 2);
    time.pass(Duration.ofSeconds(12));
    memory.put("three", 3);
    assertThat(memory.asMap()).containsOnlyKeys("three");
  }
}
