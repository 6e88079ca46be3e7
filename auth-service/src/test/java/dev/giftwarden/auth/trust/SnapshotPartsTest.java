package dev.giftwarden.auth.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.v1.CertificateRevoked;
import dev.giftwarden.auth.v1.EpochRaised;
import dev.giftwarden.auth.v1.TrustChange;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.VersionState;
import java.math.BigInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is told, in the form that its consumer understands")
class SnapshotPartsTest {
  private static final int LARGEST_MESSAGE_BYTES = 4 * 1024 * 1024;

  @Test
  @DisplayName("C6 100,000 revoked certificates come in parts far below what gRPC takes, in order")
  void splits() {
    var all = IntStream.rangeClosed(1, 100_000).mapToObj(SnapshotPartsTest::revoked).toList();
    var snapshot =
        TrustSnapshot.newBuilder().setNumber(7).setDatabaseTimeUnixMs(5).addAllEntries(all).build();
    assertThat(snapshot.getSerializedSize()).isGreaterThan(LARGEST_MESSAGE_BYTES / 2);

    var parts = SnapshotParts.of(snapshot, TrustState.DIALECT);
    assertThat(parts).hasSizeGreaterThan(5);
    assertThat(parts).allMatch(part -> part.getSerializedSize() < LARGEST_MESSAGE_BYTES / 8);
    assertThat(parts).allMatch(part -> part.getNumber() == 7 && part.getDatabaseTimeUnixMs() == 5);
    assertThat(parts.stream().map(TrustSnapshot::getPart))
        .containsExactlyElementsOf(IntStream.range(0, parts.size()).boxed().toList());
    assertThat(parts.stream().filter(TrustSnapshot::getMore)).hasSize(parts.size() - 1);
    assertThat(parts.getLast().getMore()).isFalse();
    assertThat(parts.stream().flatMap(part -> part.getEntriesList().stream()).toList())
        .isEqualTo(all);
  }

  @Test
  @DisplayName("an empty snapshot is one part")
  void empty() {
    var parts = SnapshotParts.of(TrustSnapshot.newBuilder().setNumber(1).build(), 1);
    assertThat(parts).containsExactly(TrustSnapshot.newBuilder().setNumber(1).build());
  }

  @Test
  @DisplayName(
      "C6 a consumer of the version before is told one snapshot of what it knows, and no gap")
  void versionBefore() {
    var epoch =
        TrustEntry.newBuilder()
            .setEpochRaised(EpochRaised.newBuilder().setSubject("key:x").setEpoch(2))
            .build();
    var snapshot = TrustSnapshot.newBuilder().addEntries(revoked(17)).addEntries(epoch).build();
    assertThat(SnapshotParts.of(snapshot, 0))
        .containsExactly(TrustSnapshot.newBuilder().addEntries(epoch).build());

    var change =
        TrustChange.newBuilder().setNumber(4).setEntry(revoked(BigInteger.valueOf(17))).build();
    var told = SnapshotParts.of(change, 0);
    assertThat(told.getNumber()).isEqualTo(4);
    assertThat(told.getEntry().getEpochRaised().getSubject()).isEqualTo("certificate:11");
    assertThat(SnapshotParts.of(change, 1)).isEqualTo(change);

    var version =
        TrustEntry.newBuilder().setVersionState(VersionState.newBuilder().setVersion("v1")).build();
    var ends = TrustChange.newBuilder().setNumber(5).setEntry(version).build();
    assertThat(SnapshotParts.of(ends, 0).getEntry().getEpochRaised().getSubject())
        .isEqualTo("version:v1");
    assertThat(SnapshotParts.of(TrustSnapshot.newBuilder().addEntries(version).build(), 0))
        .containsExactly(TrustSnapshot.getDefaultInstance());
  }

  /// As long as a real one, and the low number last.
  private static TrustEntry revoked(int number) {
    return revoked(BigInteger.valueOf(number).setBit(126));
  }

  private static TrustEntry revoked(BigInteger serial) {
    return TrustEntry.newBuilder()
        .setCertificateRevoked(
            CertificateRevoked.newBuilder()
                .setSerial(ByteString.copyFrom(serial.toByteArray()))
                .setNotAfterUnixMs(1_800_000_000_000L))
        .build();
  }
}
