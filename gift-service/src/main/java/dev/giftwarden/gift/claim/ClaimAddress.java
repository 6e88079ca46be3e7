package dev.giftwarden.gift.claim;

import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.edge.reception.OtherListeners;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
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
  private final boolean shared;

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
    this.shared = hosts.size() == 1;
    if (!hosts.contains(host)) {
      throw new ConfigurationException(
          "refusing to start: the public certificate does not name %1$s, the host of giftwarden.claim.address; issue it with --dns %1$s"
              .formatted(host));
    }
  }

  /// The API answers to every name of the certificate but this one. On one machine it may be the
  /// only one there is; then ports tell them apart, and nothing else.
  @Produces
  @Singleton
  OtherListeners others() {
    return shared ? OtherListeners.NONE : new OtherListeners(Set.of(host));
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

  /// As a Host header has it: with a port or without, and a dot at its end makes it no other (RFC
  /// 3986, section 3.2.2).
  boolean isCalled(String header) {
    String name = header.toLowerCase(Locale.ROOT).split(":", -1)[0];
    return name.equals(host) || name.equals(host + ".");
  }

  String link(LinkSecret secret) {
    return address + "/" + secret.text();
  }
}
