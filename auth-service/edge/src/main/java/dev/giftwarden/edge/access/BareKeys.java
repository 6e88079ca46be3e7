package dev.giftwarden.edge.access;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.KeyExchange;
import dev.giftwarden.auth.client.exchange.KeyExchange.Exchanged;
import dev.giftwarden.auth.client.exchange.KeyForm;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import dev.giftwarden.auth.client.memory.SecretDigest;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.token.Verdict;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides calls that bring a bare key: exchanges it for a token, keeps that in memory for its life
/// and verifies it on every call like any other. So a bare key is revoked as fast as a token is.
///
/// Two calls that bring the same unknown key at once exchange it each for itself. One exchange for
/// both would make the one's refusal (its address, a busy auth) the other's, or hold up whoever's
/// key lies beside it in the memory while auth is asked.
@Singleton
public final class BareKeys {
  /// About 20 MB of tokens.
  private static final int MAX_ENTRIES = 10_000;

  /// A token works only over the certificate it was got with, so both name it.
  private record Name(SecretDigest key, String thumbprint) {}

  private final KeyExchange exchange;
  private final TokenVerifier verifier;
  private final Cache<Name, String> tokens;

  public BareKeys(KeyExchange exchange, TokenVerifier verifier, InstantSource clock) {
    this.exchange = exchange;
    this.verifier = verifier;
    this.tokens =
        BoundedMemory.of(MAX_ENTRIES, clock).expireAfterWrite(TokenClaims.LIFETIME).build();
  }

  /// What cannot be a key of ours is refused here: strangers who send such cost auth nothing.
  Verdict verify(PresentedKey key, Origin origin) {
    if (!KeyForm.isWhole(key.reveal())) {
      return new Verdict.Refused(Refusal.KEY_CHECKSUM, Optional.empty());
    }
    var name =
        new Name(
            key.digest(), origin.certificate().map(peer -> peer.thumbprint().value()).orElse(""));
    @Nullable String kept = tokens.getIfPresent(name);
    if (kept != null) {
      Verdict verdict = verifier.verify(kept, origin);
      if (!(verdict instanceof Verdict.Refused(Refusal reason, _)) || !mayHaveChanged(reason)) {
        return verdict;
      }
      tokens.asMap().remove(name, kept);
    }
    return switch (exchange.exchange(key, origin)) {
      case Exchanged.Refused(Refusal reason) -> new Verdict.Refused(reason, Optional.empty());
      case Exchanged.Issued(String token) -> verifyAndKeep(name, token, origin);
    };
  }

  private Verdict verifyAndKeep(Name name, String token, Origin origin) {
    Verdict verdict = verifier.verify(token, origin);
    if (verdict instanceof Verdict.Accepted) {
      tokens.put(name, token);
    }
    return verdict;
  }

  /// Whether auth may say something else by now: the token ended, or what it was issued for
  /// changed.
  private static boolean mayHaveChanged(Refusal reason) {
    return reason == Refusal.TOKEN_EXPIRED
        || reason == Refusal.TOKEN_EPOCH
        || reason == Refusal.TOKEN_REVOKED
        || reason == Refusal.TOKEN_SIGNING_KEY;
  }
}
