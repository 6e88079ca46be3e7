package dev.giftwarden.edge.reception;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the bytes of bodies that have not come to their end, of all callers and of each: what one
/// of them holds must not be all there is.
final class PendingBodies {
  private final long limitBytes;
  private final long limitBytesPerOrigin;
  private final AtomicLong bytes = new AtomicLong();
  private final ConcurrentMap<ByteBuffer, Long> byOrigin = new ConcurrentHashMap<>();

  PendingBodies(long limitBytes, long limitBytesPerOrigin) {
    this.limitBytes = limitBytes;
    this.limitBytesPerOrigin = limitBytesPerOrigin;
  }

  /// @return whether there is room for them; they count until they are taken away, either way
  boolean add(ByteBuffer origin, int more) {
    long fromThere = byOrigin.merge(origin, (long) more, Long::sum);
    long all = bytes.addAndGet(more);
    return fromThere <= limitBytesPerOrigin && all <= limitBytes;
  }

  void remove(ByteBuffer origin, int length) {
    bytes.addAndGet(-length);
    byOrigin.computeIfPresent(origin, (_, count) -> count == length ? null : count - length);
  }
}
