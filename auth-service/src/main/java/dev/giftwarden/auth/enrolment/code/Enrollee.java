package dev.giftwarden.auth.enrolment.code;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import java.util.Optional;
import java.util.Set;

/// A client as far as its certificates go.
///
/// @param versions empty: every one
/// @param ended for good: it was revoked
/// @param suspended for now, with its whole account
public record Enrollee(
    Subject.Client client,
    Environment environment,
    Set<ApiVersion> versions,
    boolean ended,
    boolean suspended) {
  public Enrollee {
    versions = Set.copyOf(versions);
  }

  /// Why it gets no certificate, whoever asks.
  ///
  /// @param asEnded what that it was revoked is called to whoever asks
  public Optional<Refusal> objection(Refusal asEnded) {
    if (suspended) {
      return Optional.of(Refusal.ACCOUNT_SUSPENDED);
    }
    return ended ? Optional.of(asEnded) : Optional.empty();
  }

  /// What is in the way of a caller whose scope would suffice. A client acts in one environment and
  /// over the whole account, and nobody enrols what is wider than itself.
  public Optional<String> isWiderThan(Caller caller) {
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
