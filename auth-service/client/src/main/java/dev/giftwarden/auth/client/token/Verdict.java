package dev.giftwarden.auth.client.token;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.refusal.Refusal;
import java.util.Optional;

/// The outcome of looking at a token.
public sealed interface Verdict {

  record Accepted(Caller caller) implements Verdict {}

  /// @param claimant whom auth issued it to, when its signature is good; who sent it may be a thief
  record Refused(Refusal reason, Optional<Caller> claimant) implements Verdict {}
}
