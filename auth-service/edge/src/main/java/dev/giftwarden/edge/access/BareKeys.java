package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.KeyExchange;
import dev.giftwarden.auth.client.exchange.KeyExchange.Exchanged;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.token.Verdict;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Decides calls that bring a bare key: exchanges it for a token, keeps that in memory for its life
/// and verifies it on every call like any other. So a bare key is revoked as fast as a token is.
public final class BareKeys {
  /// About 20 MB of tokens. The longest unused makes room.
  private static final int MAX_ENTRIES = 10_000;

  /// A token works only over the certificate it was got with, so both name it.
  private record Name(ByteBuffer keyDigest, String thumbprint) {}

  private final KeyExchange exchange;
  private final TokenVerifier verifier;
  private final Map<Name, String> tokens =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, String> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  public BareKeys(KeyExchange exchange, TokenVerifier verifier) {
    this.exchange = exchange;
    this.verifier = verifier;
  }

  Verdict verify(PresentedKey key, Origin origin) {
    var name =
        new Name(
            ByteBuffer.wrap(key.digest()),
            origin.certificate().map(peer -> peer.thumbprint().value()).orElse(""));
    Optional<String> kept = kept(name);
    if (kept.isPresent()) {
      Verdict verdict = verifier.verify(kept.get(), origin);
      if (!(verdict instanceof Verdict.Refused(Refusal reason, _)) || !mayHaveChanged(reason)) {
        return verdict;
      }
      drop(name);
    }
    return switch (exchange.exchange(key, origin)) {
      case Exchanged.Refused(Refusal reason) -> new Verdict.Refused(reason, Optional.empty());
      case Exchanged.Issued issued -> verifyAndKeep(name, issued.token(), origin);
    };
  }

  private Verdict verifyAndKeep(Name name, String token, Origin origin) {
    Verdict verdict = verifier.verify(token, origin);
    if (verdict instanceof Verdict.Accepted) {
      synchronized (tokens) {
        tokens.put(name, token);
      }
    }
    return verdict;
  }

  /// Whether auth may say something else by now: the token ended, or what it was issued for
  /// changed.
  private static boolean mayHaveChanged(Refusal reason) {
    return reason == Refusal.TOKEN_EXPIRED
        || reason == Refusal.TOKEN_EPOCH
        || reason == Refusal.TOKEN_SIGNING_KEY;
  }

  private Optional<String> kept(Name name) {
    synchronized (tokens) {
      return Optional.ofNullable(tokens.get(name));
    }
  }

  private void drop(Name name) {
    synchronized (tokens) {
      tokens.remove(name);
    }
  }
}
