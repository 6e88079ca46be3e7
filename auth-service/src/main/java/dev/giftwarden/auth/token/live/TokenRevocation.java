package dev.giftwarden.auth.token.live;

import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.exchange.EnrolmentCodeForm;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.LiveTokens;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.limit.RateLimit;
import dev.giftwarden.edge.record.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/// Ends a token before its time, for its holder (RFC 7009). The trust feed tells it as an epoch of
/// the token's own, so that every service knows it as soon as it knows of a revoked key.
@ApplicationScoped
public class TokenRevocation {
  public static final String ACTION = "token.revoke";

  /// Of an account. Every service remembers each for ten minutes: 700 of one account at most, at
  /// each replica that is asked. Whoever has more to end revokes the key.
  private static final int BURST = 100;

  private static final Duration REFILL = Duration.ofSeconds(1);

  private final LiveTokens tokens;
  private final RevokedTokenTable table;
  private final RecordTable records;
  private final Recorder recorder;
  private final RateLimit<AccountId> limit;

  TokenRevocation(
      LiveTokens tokens,
      RevokedTokenTable table,
      RecordTable records,
      Recorder recorder,
      InstantSource clock) {
    this.tokens = tokens;
    this.table = table;
    this.records = records;
    this.recorder = recorder;
    this.limit = new RateLimit<>(clock, BURST, REFILL);
  }

  public sealed interface Outcome {
    /// It is dead now, or was, or is none of the holder's: nobody is told which (section 2.2).
    record Done() implements Outcome {}

    /// A credential of another kind, for which there is another way.
    record OtherKind() implements Outcome {}

    record Refused(Refusal reason) implements Outcome {}
  }

  /// @param text as it was shown; anything
  public Outcome revoke(Holder holder, String text) {
    if (text.startsWith(PresentedKey.PREFIX) || text.startsWith(EnrolmentCodeForm.PREFIX)) {
      return new Outcome.OtherKind();
    }
    return switch (tokens.find(text)) {
      case LiveTokens.Finding.Dead _ -> new Outcome.Done();
      case LiveTokens.Finding.Unknown(Refusal reason) -> new Outcome.Refused(reason);
      case LiveTokens.Finding.Alive(TokenClaims token) when !holder.mayRead(token) -> {
        recorder.refused(holder.begin(ACTION, token), Refusal.NOT_VISIBLE);
        yield new Outcome.Done();
      }
      case LiveTokens.Finding.Alive(TokenClaims token) -> kill(holder, token);
    };
  }

  private Outcome kill(Holder holder, TokenClaims token) {
    var act = holder.begin(ACTION, token);
    if (!limit.admits(holder.account())) {
      recorder.refused(act, Refusal.RATE);
      return new Outcome.Refused(Refusal.RATE);
    }
    QuarkusTransaction.requiringNew()
        .run(() -> {
          if (table.enter(token.tokenId())) {
            records.append(act);
          }
        });
    return new Outcome.Done();
  }
}
