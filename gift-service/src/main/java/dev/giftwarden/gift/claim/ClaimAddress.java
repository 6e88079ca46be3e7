package dev.giftwarden.gift.claim;

import dev.giftwarden.certs.quarkus.PublicTls;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// What links begin with.
@Singleton
class ClaimAddress {
  private final URI address;
  private final String host;

  ClaimAddress(ClaimConfig config, PublicTls tls) {
    this.address = config.address();
    this.host = Optional.ofNullable(address.getHost()).orElse("").toLowerCase(Locale.ROOT);
    if (!"https".equals(address.getScheme()) || host.isEmpty() || !isBare(address)) {
      throw new ConfigurationException(
          "refusing to start: giftwarden.claim.address is https:// and a host, and a port if it is"
              + " not 443, such as https://claim.giftwarden.example");
    }
    if (!tls.folder().hosts().contains(host)) {
      throw new ConfigurationException(
          "refusing to start: the public certificate does not name "
              + host
              + ", the host of giftwarden.claim.address; issue it with --dns "
              + host);
    }
  }

  private static boolean isBare(URI address) {
    return address.getRawPath().isEmpty()
        && address.getRawQuery() == null
        && address.getRawFragment() == null
        && address.getRawUserInfo() == null;
  }

  /// The one name that the page has.
  String host() {
    return host;
  }

  String link(LinkSecret secret) {
    return address + "/" + secret.text();
  }
}
