package dev.giftwarden.auth.limit;

import java.net.InetAddress;
import java.util.HexFormat;

/// The network that somebody comes from, for limits: whoever has one of its addresses can have the
/// others too, and another network's calls are none of its business.
///
/// @param prefix in hex: 24 bits of an IPv4 address, 48 of an IPv6 one
public record SourceNetwork(String prefix) {
  private static final int IPV4_BYTES = 4;
  private static final int IPV4_PREFIX_BYTES = 3;
  private static final int IPV6_PREFIX_BYTES = 6;

  public static SourceNetwork of(InetAddress address) {
    byte[] bytes = address.getAddress();
    int length = bytes.length == IPV4_BYTES ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES;
    return new SourceNetwork(HexFormat.of().formatHex(bytes, 0, length));
  }
}
