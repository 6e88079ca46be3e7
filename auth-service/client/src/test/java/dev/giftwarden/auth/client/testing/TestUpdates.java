package dev.giftwarden.auth.client.testing;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.v1.CertificateRevoked;
import dev.giftwarden.auth.v1.EpochRaised;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustChange;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustHeartbeat;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.TrustUpdate;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// The updates of the trust feed, in a line each.
public final class TestUpdates {
  private TestUpdates() {}

  public static TrustUpdate snapshot(long number, Instant databaseTime, TrustEntry... entries) {
    return TrustUpdate.newBuilder()
        .setSnapshot(
            TrustSnapshot.newBuilder()
                .setNumber(number)
                .setDatabaseTimeUnixMs(databaseTime.toEpochMilli())
                .addAllEntries(List.of(entries)))
        .build();
  }

  public static TrustUpdate change(long number, TrustEntry entry) {
    return TrustUpdate.newBuilder()
        .setChange(TrustChange.newBuilder().setNumber(number).setEntry(entry))
        .build();
  }

  public static TrustUpdate heartbeat(long number, Instant databaseTime) {
    return TrustUpdate.newBuilder()
        .setHeartbeat(
            TrustHeartbeat.newBuilder()
                .setNumber(number)
                .setDatabaseTimeUnixMs(databaseTime.toEpochMilli()))
        .build();
  }

  public static TrustEntry key(SigningKey key) {
    return TrustEntry.newBuilder().setSigningKey(key).build();
  }

  public static TrustEntry raised(String subject, long epoch) {
    return TrustEntry.newBuilder()
        .setEpochRaised(EpochRaised.newBuilder().setSubject(subject).setEpoch(epoch))
        .build();
  }

  public static TrustEntry revoked(X509Certificate certificate) {
    return revoked(certificate.getSerialNumber(), certificate.getNotAfter().toInstant());
  }

  public static TrustEntry revoked(BigInteger serial, Instant notAfter) {
    return TrustEntry.newBuilder()
        .setCertificateRevoked(
            CertificateRevoked.newBuilder()
                .setSerial(ByteString.copyFrom(serial.toByteArray()))
                .setNotAfterUnixMs(notAfter.toEpochMilli()))
        .build();
  }

  /// A part of a snapshot.
  public static TrustUpdate part(TrustUpdate snapshot, int part, boolean more) {
    return TrustUpdate.newBuilder()
        .setSnapshot(snapshot.getSnapshot().toBuilder().setPart(part).setMore(more))
        .build();
  }
}
