package dev.giftwarden.auth.enrolment;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.version.VersionTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Which versions of the API a new certificate may still grant: those that are not on their way
/// out.
@ApplicationScoped
class VersionGrants {
  private final VersionTable table;

  VersionGrants(VersionTable table) {
    this.table = table;
  }

  /// Has where versions stand stay so until this transaction ends: before the account is locked, as
  /// where a version retires.
  void hold() {
    var _ = table.endingAmong(EnumSet.allOf(ApiVersion.class));
  }

  /// @param wanted what the client may have
  Set<ApiVersion> grantable(Set<ApiVersion> wanted) {
    var ending = table.endingAmong(wanted);
    return wanted.stream()
        .filter(version -> !ending.contains(version))
        .collect(Collectors.toUnmodifiableSet());
  }
}
