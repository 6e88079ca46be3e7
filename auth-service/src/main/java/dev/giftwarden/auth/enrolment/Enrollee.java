package dev.giftwarden.auth.enrolment;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Subject;
import java.util.Optional;
import java.util.Set;

/// A client as far as its certificates go.
///
/// @param versions empty: every one
/// @param ended revoked, or its account is suspended: it gets no certificate
record Enrollee(
    Subject.Client client, Environment environment, Set<ApiVersion> versions, boolean ended) {
  Enrollee {
    versions = Set.copyOf(versions);
  }

  /// What is in the way of a caller whose scope would suffice. A client acts in one environment and
  /// over the whole account, and nobody enrols what is wider than itself.
  Optional<String> isWiderThan(Caller caller) {
    if (!(caller instanceof Caller.Partner partner)) {
      return Optional.empty();
    }
    if (partner.subAccounts().isPresent()) {
      return Optional.of("A client acts for the whole account, and this credential does not.");
    }
    return partner.environment() == environment
        ? Optional.empty()
        : Optional.of("The client is of the other environment than this credential.");
  }
}
