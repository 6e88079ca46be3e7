package dev.giftwarden.gift.claim;

import dev.giftwarden.certs.quarkus.PublicTls;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What links begin with.
@Singleton
class ClaimAddress {
  private final URI address;
  private final String host;

  @Inject
  ClaimAddress(ClaimConfig config, PublicTls tls) {
    this(config.address(), tls.folder().hosts());
  }

  /// @param hosts that the public certificate names
  /// @throws ConfigurationException which Quarkus prints as one line
  ClaimAddress(URI address, Set<String> hosts) {
    this.address = address;
    this.host = Optional.ofNullable(address.getHost()).orElse("").toLowerCase(Locale.ROOT);
    if (!"https".equals(address.getScheme()) || host.isEmpty() || !isBare(address)) {
      throw new ConfigurationException(
          "refusing to start: giftwarden.claim.address is https:// and a host, and a port if it is"
              + " not 443, such as https://claim.giftwarden.example");
    }
    if (!hosts.contains(host)) {
      throw new ConfigurationException(
          "refusing to start: the public certificate does not name %1$s, the host of giftwarden.claim.address; issue it with --dns %1$s"
              .formatted(host));
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
