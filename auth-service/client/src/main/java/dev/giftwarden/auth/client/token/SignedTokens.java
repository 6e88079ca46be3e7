package dev.giftwarden.auth.client.token;

import dev.giftwarden.auth.client.memory.SecretDigest;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.TrustState;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;

/// Reads what auth has signed. A verdict about the text alone, whoever shows it: only that its
/// signature is good, and what it says, is remembered.
final class SignedTokens {
  private final TrustState trust;
  private final GoodTokens good;

  SignedTokens(TrustState trust, InstantSource clock) {
    this.trust = trust;
    this.good = new GoodTokens(clock);
  }

  sealed interface Reading {
    record Good(TokenClaims claims) implements Reading {}

    record Bad(Refusal reason) implements Reading {}
  }

  Reading read(String text) {
    var digest = SecretDigest.of(text);
    return good.find(digest)
        .filter(this::isTrusted)
        .<Reading>map(known -> new Reading.Good(known.claims()))
        .orElseGet(() -> verifySignature(text, digest));
  }

  private boolean isTrusted(GoodTokens.Signed known) {
    return trust.signingKey(known.keyId()).filter(known.key()::equals).isPresent();
  }

  private Reading verifySignature(String text, SecretDigest digest) {
    return switch (CompactToken.parse(text)) {
      case CompactToken.Bad(Refusal reason) -> new Reading.Bad(reason);
      case CompactToken.Good(CompactToken token) -> {
        Optional<PublicKey> key = trust.signingKey(token.keyId());
        if (key.isEmpty()) {
          yield new Reading.Bad(Refusal.TOKEN_SIGNING_KEY);
        }
        if (!token.signedBy(key.get())) {
          yield new Reading.Bad(Refusal.TOKEN_SIGNATURE);
        }
        Optional<TokenClaims> claims = interpret(text);
        if (claims.isEmpty()) {
          yield new Reading.Bad(Refusal.TOKEN_CLAIMS);
        }
        good.add(digest, new GoodTokens.Signed(token.keyId(), key.get(), claims.get()));
        yield new Reading.Good(claims.get());
      }
    };
  }

  /// Interprets what is signed, and nothing before.
  private static Optional<TokenClaims> interpret(String signed) {
    try {
      return Optional.ofNullable(CompactToken.claims(signed)).map(TokenCodec::read);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whether the token, or what it was issued for, has been revoked since. Asked at every call: a
  /// look-up in memory for the token, and one for each of its epochs.
  Optional<Refusal> revocation(TokenClaims claims) {
    if (trust.epoch(TokenClaims.revocationSubject(claims.tokenId())) >= 0) {
      return Optional.of(Refusal.TOKEN_REVOKED);
    }
    boolean dead =
        claims.grant().stream()
            .flatMap(grant -> grant.epochs().entrySet().stream())
            .anyMatch(epoch -> trust.epoch(epoch.getKey()) > epoch.getValue());
    return dead ? Optional.of(Refusal.TOKEN_EPOCH) : Optional.empty();
  }
}
