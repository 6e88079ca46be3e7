package dev.giftwarden.edge.listener;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Where a connection comes from, as far as it is one caller's.
public final class Origins {
  private Origins() {}

  /// Whoever has one IPv6 address has the other 2^64 of its network.
  static ByteBuffer of(Channel connection) {
    return of(((InetSocketAddress) connection.remoteAddress()).getAddress());
  }

  /// As [#of(Channel)], of a request's.
  public static ByteBuffer of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address ? bytes.slice(0, Long.BYTES) : bytes;
  }
}
