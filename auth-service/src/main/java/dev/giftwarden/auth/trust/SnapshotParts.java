package dev.giftwarden.auth.trust;

import dev.giftwarden.auth.v1.EpochRaised;
import dev.giftwarden.auth.v1.TrustChange;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// What is told, in the form that its consumer understands ([TrustAck#getDialect]).
final class SnapshotParts {
  /// gRPC takes 4 MB of a message if nobody says otherwise; a part is soon sent, and costs little
  /// beside what else waits for the connection.
  private static final int LARGEST_BYTES = 256 * 1024;

  /// The first that knows revoked certificates, versions, and snapshots in parts.
  private static final int CERTIFICATES = 1;

  private SnapshotParts() {}

  static List<TrustSnapshot> of(TrustSnapshot snapshot, int dialect) {
    return dialect >= CERTIFICATES ? split(snapshot) : List.of(ofTheVersionBefore(snapshot));
  }

  private static List<TrustSnapshot> split(TrustSnapshot snapshot) {
    var parts = new ArrayList<TrustSnapshot>();
    TrustSnapshot.Builder part = empty(snapshot);
    int bytes = 0;
    for (TrustEntry entry : snapshot.getEntriesList()) {
      int next = entry.getSerializedSize();
      if (bytes > 0 && bytes + next > LARGEST_BYTES) {
        parts.add(part.setPart(parts.size()).setMore(true).build());
        part = empty(snapshot);
        bytes = 0;
      }
      part.addEntries(entry);
      bytes += next;
    }
    parts.add(part.setPart(parts.size()).build());
    return List.copyOf(parts);
  }

  private static TrustSnapshot.Builder empty(TrustSnapshot of) {
    return TrustSnapshot.newBuilder()
        .setNumber(of.getNumber())
        .setDatabaseTimeUnixMs(of.getDatabaseTimeUnixMs());
  }

  private static TrustSnapshot ofTheVersionBefore(TrustSnapshot snapshot) {
    return empty(snapshot)
        .addAllEntries(snapshot.getEntriesList().stream().filter(entry -> !isNew(entry)).toList())
        .build();
  }

  /// A consumer of the version before breaks at a kind that it does not know, and at a gap: it is
  /// told an epoch that no token has.
  static TrustChange of(TrustChange change, int dialect) {
    TrustEntry entry = change.getEntry();
    if (dialect >= CERTIFICATES || !isNew(entry)) {
      return change;
    }
    byte[] serial = entry.getCertificateRevoked().getSerial().toByteArray();
    String subject =
        entry.hasVersionState()
            ? "version:" + entry.getVersionState().getVersion()
            : "certificate:" + new BigInteger(1, serial).toString(16);
    var raised = EpochRaised.newBuilder().setSubject(subject).setEpoch(1);
    return change.toBuilder().setEntry(TrustEntry.newBuilder().setEpochRaised(raised)).build();
  }

  private static boolean isNew(TrustEntry entry) {
    return entry.hasCertificateRevoked() || entry.hasVersionState();
  }
}
