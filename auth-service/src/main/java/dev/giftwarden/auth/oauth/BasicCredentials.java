package dev.giftwarden.auth.oauth;

import dev.giftwarden.edge.text.Percent;
import dev.giftwarden.edge.text.Utf8;
import java.util.Base64;
import java.util.Optional;

/// `Authorization: Basic …`, its two parts form-encoded before they were joined (RFC 6749, section
/// 2.3.1).
public record BasicCredentials(String user, String password) {
  private static final String SCHEME = "Basic ";

  public static Optional<BasicCredentials> parse(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] joined = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      return Utf8.decode(joined).flatMap(BasicCredentials::split);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<BasicCredentials> split(String joined) {
    int colon = joined.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    Optional<String> user = Percent.decodeForm(joined.substring(0, colon));
    Optional<String> password = Percent.decodeForm(joined.substring(colon + 1));
    return user.isPresent() && password.isPresent()
        ? Optional.of(new BasicCredentials(user.get(), password.get()))
        : Optional.empty();
  }

  /// A password is never printed.
  @Override
  public String toString() {
    return "Basic " + user + ":***";
  }
}
