package dev.giftwarden.edge.listener;

import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts open connections, those that have not shaken hands included.
final class Connections {
  private final int limit;
  private final int limitPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<ByteBuffer, Integer> byAddress = new ConcurrentHashMap<>();

  Connections(int limit, int limitPerAddress) {
    this.limit = limit;
    this.limitPerAddress = limitPerAddress;
  }

  /// @return whether the connection may stay; it counts until it is closed, either way
  boolean enter(Channel connection) {
    ByteBuffer address = Origins.of(connection);
    int fromThere = byAddress.merge(address, 1, Integer::sum);
    int all = open.incrementAndGet();
    connection.closeFuture().addListener(_ -> leave(address));
    return fromThere <= limitPerAddress && all <= limit;
  }

  private void leave(ByteBuffer address) {
    open.decrementAndGet();
    byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }
}
