package dev.giftwarden.auth.client.trust;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The certificates that are dead before their end, by serial: no two that our CAs issue have the
/// same. A hundred thousand take 6 MB, and a look-up an eighth of a microsecond.
final class RevokedCertificates {
  /// A serial has at most 20 octets (RFC 5280, section 4.1.2.2).
  static final int MAX_SERIAL_BYTES = 20;

  /// Some 60 MB. More is a fault or an attack, and leaving any out would let it in.
  static final int MOST = 1_000_000;

  private final Set<Revoked> known = ConcurrentHashMap.newKeySet();

  /// A serial in 160 bits, and when the certificate ends; two of one serial are the same.
  private record Revoked(int high, long middle, long low, long endsAt) {
    static Revoked of(BigInteger serial, long endsAt) {
      return new Revoked(
          serial.shiftRight(2 * Long.SIZE).intValue(),
          serial.shiftRight(Long.SIZE).longValue(),
          serial.longValue(),
          endsAt);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Revoked(int h, long m, long l, long _)
          && low == l
          && middle == m
          && high == h;
    }

    /// Serials are random already.
    @Override
    public int hashCode() {
      return Long.hashCode(low);
    }
  }

  /// @return whether it was not known before
  boolean add(BigInteger serial, Instant notAfter) {
    return known.add(Revoked.of(serial, notAfter.toEpochMilli()));
  }

  boolean contains(BigInteger serial) {
    return known.contains(Revoked.of(serial, 0));
  }

  boolean isFull() {
    return known.size() >= MOST;
  }

  int size() {
    return known.size();
  }

  /// A certificate that has ended is refused for that.
  void forgetEndedBefore(Instant moment) {
    long limit = moment.toEpochMilli();
    known.removeIf(revoked -> revoked.endsAt < limit);
  }
}
