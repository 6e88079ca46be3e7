package dev.giftwarden.gift.webhook.reach;

import dev.giftwarden.auth.client.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses events may be sent to. Whoever registers a webhook names a host, and has our
/// process connect to it from inside our network: to what is not on the public internet it must not
/// (CWE-918).
///
/// Of IPv4 everything but what IANA's registry of special-purpose addresses has; of IPv6 only what
/// is allocated for the public (`2000::/3`), so that whatever wraps an IPv4 address
/// (`::ffff:0:0/96`, `64:ff9b::/96`), is private (`fc00::/7`, in which a cloud's `fd00:ec2::254`
/// lies) or will be invented later is out, without what tunnels (`2001::/23`, `2002::/16`) or is
/// documentation.
///
/// @param open blocks that are reached although they are not public: for tests and one machine
/// @param closed blocks of our own that are public
public record Reach(List<Network> open, List<Network> closed) {

  private static final Network PUBLIC_IPV6 = Network.of("2000::/3");

  private static final List<Network> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20")
          .map(Network::of)
          .toList();

  public Reach {
    open = List.copyOf(open);
    closed = List.copyOf(closed);
  }

  /// Whether it lies on the public internet.
  public static boolean isPublic(InetAddress address) {
    return (address instanceof Inet4Address || PUBLIC_IPV6.contains(address))
        && SPECIAL.stream().noneMatch(block -> block.contains(address));
  }

  /// Whether something may be sent there.
  public boolean includes(InetAddress address) {
    if (closed.stream().anyMatch(block -> block.contains(address))) {
      return false;
    }
    return isPublic(address) || open.stream().anyMatch(block -> block.contains(address));
  }
}
