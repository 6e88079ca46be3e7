package dev.giftwarden.gift.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.gift.webhook.reach.Reach;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Where events are sent to: HTTPS, a name or a public address, nothing that is not sent (a
/// fragment) and nothing that would be a secret in a URL (a user). What a name resolves to is
/// checked each time that it is connected to, not here: today's answer says nothing of tomorrow's.
///
/// There is one way to write an IPv4 address. What some readers take for octal or for one number,
/// others take for another host.
@Schema(
    implementation = String.class,
    description = "An HTTPS URL of a public host, without user and fragment",
    pattern = "^https://[!-~]+$",
    minLength = 9,
    maxLength = 1000,
    examples = "https://hooks.acme.example/giftwarden")
public record WebhookUrl(@JsonValue String value) {

  private static final int LONGEST = 1000;

  private static final int HTTPS = 443;

  /// RFC 1035, section 2.3.1, of which the last label is no number (RFC 3696, section 2).
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*" + "[a-z][a-z0-9-]{0,61}[a-z0-9]");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern OCTAL = Pattern.compile("(.*\\.)?0[0-9].*");

  /// @throws InvalidValue that says what is wrong with it
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WebhookUrl {
    check(value);
  }

  private static void check(String value) {
    if (value.length() > LONGEST || !value.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new InvalidValue("an HTTPS URL of at most " + LONGEST + " ASCII characters");
    }
    URI uri = parse(value);
    if (!value.startsWith("https://") || uri.getHost() == null || uri.getPort() > 0xffff) {
      throw new InvalidValue("https:// and a host");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new InvalidValue("a URL without user and fragment");
    }
    if (literal(uri.getHost()).map(Reach::isPublic).orElse(isName(uri.getHost()))) {
      return;
    }
    throw new InvalidValue("the URL of a public host, its name in small letters");
  }

  private static boolean isName(String host) {
    return NAME.matcher(host).matches();
  }

  /// The JDK's own refusal would repeat the text.
  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw new InvalidValue("a URL");
    }
  }

  /// Never looked up.
  private static Optional<InetAddress> literal(String host) {
    boolean v4 = IPV4.matcher(host).matches() && !OCTAL.matcher(host).matches();
    if (!v4 && !host.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare(host)));
    } catch (IllegalArgumentException _) {
      throw new InvalidValue("the URL of a public host");
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// Whether the host is a name, which is looked up.
  public boolean isName() {
    return isName(host());
  }

  /// Of whom a certificate is asked for.
  public String host() {
    return bare(URI.create(value).getHost());
  }

  public int port() {
    int port = URI.create(value).getPort();
    return port < 0 ? HTTPS : port;
  }

  /// What HTTP calls `Host` (RFC 9110, section 7.2).
  public String authority() {
    return URI.create(value).getRawAuthority();
  }

  /// What the first line of a request has: path and query.
  public String target() {
    URI uri = URI.create(value);
    @Nullable String query = uri.getRawQuery();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return query == null ? path : path + "?" + query;
  }
}
