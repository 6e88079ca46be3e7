package dev.giftwarden.audit.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StrangerTallyTest {
  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

  private final StrangerTally tally = new StrangerTally();

  @DisplayName("A1 strangers are recorded singly up to the rate, anew each second")
  @Test
  void admitsUpToTheRate() {
    assertThat(admitted(NOON, 200)).isEqualTo(StrangerTally.SINGLES_PER_SECOND);
    assertThat(admitted(NOON.plusMillis(999), 200)).isZero();
    assertThat(admitted(NOON.plusMillis(1000), 200)).isEqualTo(StrangerTally.SINGLES_PER_SECOND);
  }

  @DisplayName("A1 beyond the rate one record counts each prefix and second")
  @Test
  void countsByPrefix() {
    tally.count(NOON.plusMillis(1), "192.0.2.1");
    tally.count(NOON.plusMillis(500), "192.0.2.2");
    tally.count(NOON.plusMillis(999), "2001:db8::1");

    assertThat(tally.takeBefore(NOON.plusMillis(999))).isEmpty();
    assertThat(tally.takeBefore(NOON.plusMillis(1000)))
        .allSatisfy(record -> {
          assertThat(record.time()).isEqualTo(NOON);
          assertThat(record.actor()).isEqualTo("anonymous");
          assertThat(record.action()).isEqualTo(StrangerTally.ACTION);
          assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
        })
        .extracting(AuditEvent::sourceAddress, AuditEvent::count)
        .containsExactly(Tuple.tuple("192.0.2.0/24", 2L), Tuple.tuple("2001:db8::/64", 1L));
    assertThat(tally.takeAll()).isEmpty();
  }

  @DisplayName("A1 a flood from countless networks makes few records and loses no count")
  @Test
  void widensInsteadOfGrowing() {
    Random random = new Random(20261122);
    IntStream.range(0, 100_000)
        .mapToObj(_ -> "2001:db8:%x:%x::1".formatted(random.nextInt(65536), random.nextInt(65536)))
        .forEach(address -> tally.count(NOON, address));
    tally.count(NOON, "192.0.2.1");

    List<AuditEvent> records = tally.takeBefore(NOON.plusSeconds(1));

    assertThat(records).hasSize(StrangerTally.PREFIXES_PER_SECOND + 2);
    assertThat(records.stream().mapToLong(AuditEvent::count).sum()).isEqualTo(100_001);
    assertThat(records)
        .extracting(AuditEvent::sourceAddress)
        .contains(AddressPrefix.ANY_IPV6, AddressPrefix.ANY_IPV4);
  }

  private long admitted(Instant now, int strangers) {
    return IntStream.range(0, strangers).filter(_ -> tally.admitsSingle(now)).count();
  }
}
