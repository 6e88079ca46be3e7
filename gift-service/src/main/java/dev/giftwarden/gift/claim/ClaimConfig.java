package dev.giftwarden.gift.claim;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/// Where recipients find their gifts.
@ConfigMapping(prefix = "giftwarden.claim")
interface ClaimConfig {
  /// What links begin with, as recipients reach it: `https://claim.giftwarden.example`. Its host is
  /// one of those of the public certificate.
  URI address();

  /// Where the API listens, unless it says otherwise.
  @WithDefault("${quarkus.http.host}")
  String host();

  @WithDefault("8444")
  int port();
}
