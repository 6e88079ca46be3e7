package dev.giftwarden.auth.trust;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.v1.CertificateRevoked;
import dev.giftwarden.auth.v1.EpochRaised;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.VersionState;
import dev.giftwarden.auth.v1.VersionState.Stage;
import dev.giftwarden.edge.database.Row;
import java.time.Instant;
import java.util.Optional;

/// What the feed tells, as it stands in rows: all but keys, which have to prove themselves.
final class Entries {
  private Entries() {}

  /// @param row with `subject` and `epoch`, or without both
  static Optional<TrustEntry> epoch(Row row) {
    return row.optionalText("subject")
        .map(subject ->
            TrustEntry.newBuilder()
                .setEpochRaised(
                    EpochRaised.newBuilder().setSubject(subject).setEpoch(row.number("epoch")))
                .build());
  }

  /// @param row with `serial` and `certificate_ends`, or without both
  static Optional<TrustEntry> certificate(Row row) {
    return row.optionalText("serial").map(serial -> certificate(serial, row));
  }

  private static TrustEntry certificate(String serial, Row row) {
    return TrustEntry.newBuilder()
        .setCertificateRevoked(
            CertificateRevoked.newBuilder()
                .setSerial(ByteString.fromHex((serial.length() % 2 == 0 ? "" : "0") + serial))
                .setNotAfterUnixMs(row.instant("certificate_ends").toEpochMilli()))
        .build();
  }

  /// @param row of `api_version`, or of none
  static Optional<TrustEntry> version(Row row) {
    return row.optionalText("id")
        .map(id ->
            TrustEntry.newBuilder()
                .setVersionState(
                    VersionState.newBuilder()
                        .setVersion(id)
                        .setStage(stage(row.text("state")))
                        .setDeprecatedAtUnixMs(milliseconds(row, "deprecated_at"))
                        .setSunsetAtUnixMs(milliseconds(row, "sunset_at"))
                        .setSuccessor(row.optionalText("successor").orElse("")))
                .build());
  }

  private static Stage stage(String state) {
    return switch (state) {
      case "active" -> Stage.ACTIVE;
      case "deprecated" -> Stage.DEPRECATED;
      case "retired" -> Stage.RETIRED;
      default -> throw new IllegalStateException("the table knows no such state");
    };
  }

  private static long milliseconds(Row row, String column) {
    return row.optionalInstant(column).map(Instant::toEpochMilli).orElse(0L);
  }
}
