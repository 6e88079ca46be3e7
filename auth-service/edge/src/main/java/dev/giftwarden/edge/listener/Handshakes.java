package dev.giftwarden.edge.listener;

import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts the handshakes that each address begins, by the second: signing and verifying for whoever
/// dials is the most that a stranger can have of us.
final class Handshakes {
  private final InstantSource clock;
  private final int limitPerSecond;

  /// Event loops that meet at the turn of a second may lose each other's first counts.
  private volatile Second current = new Second(0, new ConcurrentHashMap<>());

  Handshakes(InstantSource clock, int limitPerSecond) {
    this.clock = clock;
    this.limitPerSecond = limitPerSecond;
  }

  private record Second(long number, ConcurrentMap<ByteBuffer, Integer> byAddress) {}

  boolean mayBegin(Channel connection) {
    long number = clock.instant().getEpochSecond();
    Second second = current;
    if (second.number != number) {
      second = new Second(number, new ConcurrentHashMap<>());
      current = second;
    }
    return second.byAddress.merge(Origins.of(connection), 1, Integer::sum) <= limitPerSecond;
  }
}
