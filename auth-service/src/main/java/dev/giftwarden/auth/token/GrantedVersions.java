package dev.giftwarden.auth.token;

import dev.giftwarden.auth.client.ApiVersion;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which versions a client may call, and which a certificate of it.
record GrantedVersions(Set<ApiVersion> client, Set<ApiVersion> certificate) {
  GrantedVersions {
    client = Set.copyOf(client);
    certificate = Set.copyOf(certificate);
  }

  /// Whoever has none but what a later release has brought may call nothing here.
  ///
  /// @param client none: every version
  /// @param certificate none, as where auth has no record of it: what its client may
  static GrantedVersions read(List<String> client, List<String> certificate) {
    Set<ApiVersion> ofClient = client.isEmpty() ? every() : ApiVersion.known(client);
    return new GrantedVersions(
        ofClient, certificate.isEmpty() ? ofClient : ApiVersion.known(certificate));
  }

  private static Set<ApiVersion> every() {
    return EnumSet.allOf(ApiVersion.class);
  }

  /// What a key that names `own` can call over this client.
  ///
  /// @param own empty: every version
  Set<ApiVersion> within(Set<ApiVersion> own) {
    var both = EnumSet.copyOf(own.isEmpty() ? every() : own);
    both.retainAll(client);
    return both;
  }
}
