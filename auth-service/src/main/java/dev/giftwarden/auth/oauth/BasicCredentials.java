package dev.giftwarden.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.Optional;

/// `Authorization: Basic …`, its two parts form-encoded before they were joined (RFC 6749, section
/// 2.3.1).
record BasicCredentials(String user, String password) {
  private static final String SCHEME = "Basic ";

  static Optional<BasicCredentials> parse(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      var joined =
          new String(Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()), UTF_8);
      int colon = joined.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new BasicCredentials(
                  URLDecoder.decode(joined.substring(0, colon), UTF_8),
                  URLDecoder.decode(joined.substring(colon + 1), UTF_8)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// A password is never printed.
  @Override
  public String toString() {
    return "Basic " + user + ":***";
  }
}
