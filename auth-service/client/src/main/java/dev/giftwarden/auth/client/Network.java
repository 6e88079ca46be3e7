package dev.giftwarden.auth.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A block of addresses in CIDR form, `192.0.2.0/24` or `2001:db8::/32`. A single address is a
/// block of `/32` or `/128`. An IPv4 address that arrives in its IPv6 form counts as IPv4.
///
/// There is one way to write an IPv4 block: what some readers take for octal, for a class or for
/// one number, others take for another network. In IPv6 form it is refused, because its prefix
/// could be counted in either.
@Schema(
    implementation = String.class,
    description = "A block of addresses in CIDR form",
    pattern = "^[0-9a-fA-F.:]{2,45}/(0|[1-9][0-9]{0,2})$",
    examples = "192.0.2.0/24")
public record Network(InetAddress base, int prefixBits) {
  private static final String OCTET = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
  private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";

  /// Groups of up to four digits (RFC 4291, section 2.2), no zone; the JDK checks the rest.
  private static final String IPV6 = "(?:[0-9a-fA-F]{0,4}:){1,8}(?:[0-9a-fA-F]{0,4}|" + IPV4 + ")";

  private static final Pattern FORM =
      Pattern.compile("(" + IPV4 + "|" + IPV6 + ")/(0|[1-9][0-9]{0,2})");

  private static final String WANTED = "a network is written like 192.0.2.0/24 or 2001:db8::/32";

  /// @throws InvalidValue when the prefix is too long or address bits lie behind it: `192.0.2.1/24`
  ///   is more likely a slip than a wish
  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // JSON of its parts would have names looked up
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
    Matcher found = FORM.matcher(cidr);
    if (!found.matches()) {
      throw new InvalidValue(WANTED);
    }
    String address = found.group(1);
    InetAddress base = literal(address);
    if (base instanceof Inet4Address && address.contains(":")) {
      throw new InvalidValue("an IPv4 network is written like 192.0.2.0/24");
    }
    return new Network(base, Integer.parseInt(found.group(2)));
  }

  /// The JDK's own refusal would repeat the text.
  private static InetAddress literal(String address) {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException _) {
      throw new InvalidValue(WANTED);
    }
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
