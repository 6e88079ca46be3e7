package dev.giftwarden.auth.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A block of addresses in CIDR form, `192.0.2.0/24` or `2001:db8::/32`. A single address is a
/// block of `/32` or `/128`. An IPv4 address that arrives in its IPv6 form counts as IPv4.
@Schema(
    implementation = String.class,
    description = "A block of addresses in CIDR form",
    pattern = "^[0-9a-fA-F.:]{2,45}/(0|[1-9][0-9]{0,2})$",
    examples = "192.0.2.0/24")
public record Network(InetAddress base, int prefixBits) {
  private static final Pattern FORM = Pattern.compile("[0-9a-fA-F.:]{2,45}/(0|[1-9][0-9]{0,2})");

  /// @throws InvalidValue when the prefix is too long or address bits lie behind it: `192.0.2.1/24`
  ///   is more likely a slip than a wish
  public Network {
    byte[] bytes = base.getAddress();
    if (prefixBits < 0 || prefixBits > bytes.length * 8) {
      throw new InvalidValue("the prefix is longer than the address");
    }
    for (int bit = prefixBits; bit < bytes.length * 8; bit++) {
      if (bit(bytes, bit) != 0) {
        throw new InvalidValue("bits of the address lie behind its prefix");
      }
    }
  }

  /// Parses literals only: a name is never looked up.
  ///
  /// @throws InvalidValue unless it is a block in CIDR form
  @JsonCreator
  public static Network of(String cidr) {
    if (!FORM.matcher(cidr).matches()) {
      throw new InvalidValue("a network is written like 192.0.2.0/24 or 2001:db8::/32");
    }
    int slash = cidr.indexOf('/');
    return new Network(
        InetAddress.ofLiteral(cidr.substring(0, slash)),
        Integer.parseInt(cidr.substring(slash + 1)));
  }

  @JsonValue
  public String text() {
    return base.getHostAddress() + "/" + prefixBits;
  }

  public boolean contains(InetAddress address) {
    return sharesPrefix(address.getAddress());
  }

  /// Whether every address of the other block is in this one.
  public boolean contains(Network other) {
    return other.prefixBits >= prefixBits && sharesPrefix(other.base.getAddress());
  }

  private boolean sharesPrefix(byte[] other) {
    byte[] own = base.getAddress();
    if (other.length != own.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      if (bit(own, bit) != bit(other, bit)) {
        return false;
      }
    }
    return true;
  }

  private static int bit(byte[] bytes, int index) {
    return bytes[index / 8] >> (7 - index % 8) & 1;
  }
}
