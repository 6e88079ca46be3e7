package dev.giftwarden.audit.client.outbox;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The network a stranger came from, as narrow as one sender usually holds: /24 of IPv4, /64 of
/// IPv6.
final class AddressPrefix {
  /// Stands for every address of its kind, and for what is no address.
  static final String ANY_IPV4 = "0.0.0.0/0";

  static final String ANY_IPV6 = "::/0";

  private static final int IPV6_GROUPS = 4;

  private AddressPrefix() {}

  /// Canonical text (RFC 5952): one prefix, one text.
  static String of(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      byte[] bytes = parsed.getAddress();
      return parsed instanceof Inet4Address
          ? "%d.%d.%d.0/24".formatted(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff)
          : ipv6(bytes);
    } catch (IllegalArgumentException noAddress) {
      return ANY_IPV6;
    }
  }

  /// The widest prefix of the same kind.
  static String widest(String prefix) {
    return prefix.contains(":") ? ANY_IPV6 : ANY_IPV4;
  }

  /// The zeros at the end are always the longest run, so they are what `::` stands for.
  private static String ipv6(byte[] bytes) {
    List<String> groups = new ArrayList<>();
    for (int group = 0; group < IPV6_GROUPS; group++) {
      groups.add(
          Integer.toHexString(((bytes[2 * group] & 0xff) << 8) | (bytes[2 * group + 1] & 0xff)));
    }
    while (!groups.isEmpty() && groups.getLast().equals("0")) {
      groups.removeLast();
    }
    return String.join(":", groups) + "::/64";
  }
}
