package dev.giftwarden.auth.token.live;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.LiveTokens;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.limit.RateLimit;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/// Tells the holder of a token whether it lives, and what it says (RFC 7662). Whoever holds another
/// credential learns nothing, not even that there is such a token.
@ApplicationScoped
public class Introspection {
  public static final String ACTION = "token.introspect";

  /// Of an account: each costs what a token costs, and is recorded.
  private static final int BURST = 100;

  private static final Duration REFILL = Duration.ofMillis(500);

  private final LiveTokens tokens;
  private final RevokedTokenTable table;
  private final Recorder recorder;
  private final RateLimit<AccountId> limit;

  Introspection(
      LiveTokens tokens, RevokedTokenTable table, Recorder recorder, InstantSource clock) {
    this.tokens = tokens;
    this.table = table;
    this.recorder = recorder;
    this.limit = new RateLimit<>(clock, BURST, REFILL);
  }

  public sealed interface Outcome {
    record Active(TokenClaims token) implements Outcome {}

    record Inactive() implements Outcome {}

    record Refused(Refusal reason) implements Outcome {}
  }

  /// @param text as it was shown; anything
  public Outcome of(Holder holder, String text) {
    var act = holder.begin(ACTION);
    if (!limit.admits(holder.account())) {
      recorder.refused(act, Refusal.RATE);
      return new Outcome.Refused(Refusal.RATE);
    }
    return switch (tokens.find(text)) {
      case LiveTokens.Finding.Unknown(Refusal reason) -> new Outcome.Refused(reason);
      case LiveTokens.Finding.Alive(TokenClaims token) when !holder.holds(token) -> {
        recorder.refused(act.target(target(token)), Refusal.NOT_VISIBLE);
        yield new Outcome.Inactive();
      }
      case LiveTokens.Finding.Alive(TokenClaims token) when isUsable(token) -> {
        recorder.note(act.target(target(token)));
        yield new Outcome.Active(token);
      }
      case LiveTokens.Finding.Alive _, LiveTokens.Finding.Dead _ -> {
        recorder.note(act);
        yield new Outcome.Inactive();
      }
    };
  }

  /// Over the certificate that it is bound to, and over no other.
  private boolean isUsable(TokenClaims token) {
    return token.boundTo().filter(table::isRevoked).isEmpty();
  }

  private static String target(TokenClaims token) {
    return "token:" + token.tokenId();
  }
}
