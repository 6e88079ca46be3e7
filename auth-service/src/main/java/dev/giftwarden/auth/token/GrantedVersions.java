package dev.giftwarden.auth.token;

import dev.giftwarden.auth.client.ApiVersion;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which versions a client may call, and which a certificate of it. A certificate that auth has no
/// record of was issued before there was one, and may what its client may.
///
/// @param client empty: every version
/// @param certificate empty: as the client
record GrantedVersions(Set<ApiVersion> client, Set<ApiVersion> certificate) {
  GrantedVersions {
    client = Set.copyOf(client);
    certificate = Set.copyOf(certificate);
  }

  static GrantedVersions read(List<String> client, List<String> certificate) {
    return new GrantedVersions(known(client), known(certificate));
  }

  /// What a later release has brought, no route here has.
  private static Set<ApiVersion> known(Collection<String> texts) {
    return texts.stream()
        .flatMap(text -> ApiVersion.find(text).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What a key that names `own` can call over this client.
  ///
  /// @param own empty: every version
  Set<ApiVersion> within(Set<ApiVersion> own) {
    var both = EnumSet.copyOf(orAll(own));
    both.retainAll(orAll(client));
    return both;
  }

  Set<ApiVersion> ofCertificate() {
    return certificate.isEmpty() ? orAll(client) : certificate;
  }

  private static Set<ApiVersion> orAll(Set<ApiVersion> some) {
    return some.isEmpty() ? EnumSet.allOf(ApiVersion.class) : some;
  }
}
