package dev.giftwarden.auth.token.live;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.LiveTokens;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.limit.RateLimit;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/// Tells the holder of a token, and the service that it is for, whether it lives, and what it says
/// (RFC 7662). Anybody else learns nothing, not even that there is such a token.
@ApplicationScoped
public class Introspection {
  public static final String ACTION = "token.introspect";

  /// Of an account: each costs what a token costs, and is recorded.
  private static final int BURST = 100;

  private static final Duration REFILL = Duration.ofMillis(500);

  /// Of a service, which needs none of it to decide about its calls.
  private static final int SERVICE_BURST = 200;

  private static final Duration SERVICE_REFILL = Duration.ofMillis(10);

  private final LiveTokens tokens;
  private final RevokedTokenTable table;
  private final Recorder recorder;
  private final RateLimit<AccountId> accounts;
  private final RateLimit<SpiffeId.Service> services;

  Introspection(
      LiveTokens tokens, RevokedTokenTable table, Recorder recorder, InstantSource clock) {
    this.tokens = tokens;
    this.table = table;
    this.recorder = recorder;
    this.accounts = new RateLimit<>(clock, BURST, REFILL);
    this.services = new RateLimit<>(clock, SERVICE_BURST, SERVICE_REFILL);
  }

  public sealed interface Outcome {
    record Active(TokenClaims token) implements Outcome {}

    record Inactive() implements Outcome {}

    record Refused(Refusal reason) implements Outcome {}
  }

  /// @param text as it was shown; anything
  public Outcome of(Asker asker, String text) {
    if (!admits(asker)) {
      recorder.refused(asker.begin(ACTION), Refusal.RATE);
      return new Outcome.Refused(Refusal.RATE);
    }
    return switch (tokens.find(text)) {
      case LiveTokens.Finding.Unknown(Refusal reason) -> new Outcome.Refused(reason);
      case LiveTokens.Finding.Alive(TokenClaims token) when !asker.mayRead(token) -> {
        recorder.refused(asker.begin(ACTION, token), Refusal.NOT_VISIBLE);
        yield new Outcome.Inactive();
      }
      case LiveTokens.Finding.Alive(TokenClaims token) when isUsable(token) -> {
        recorder.note(asker.begin(ACTION, token));
        yield new Outcome.Active(token);
      }
      case LiveTokens.Finding.Alive _, LiveTokens.Finding.Dead _ -> {
        recorder.note(asker.begin(ACTION));
        yield new Outcome.Inactive();
      }
    };
  }

  private boolean admits(Asker asker) {
    return switch (asker) {
      case Holder holder -> accounts.admits(holder.account());
      case ResourceServer server -> services.admits(server.id());
    };
  }

  /// Over the certificate that it is bound to, and over no other.
  private boolean isUsable(TokenClaims token) {
    return token.boundTo().filter(table::isRevoked).isEmpty();
  }
}
