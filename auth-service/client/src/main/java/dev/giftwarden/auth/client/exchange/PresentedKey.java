package dev.giftwarden.auth.client.exchange;

import dev.giftwarden.auth.client.memory.SecretDigest;

/// A bare API key as it arrived, not yet known to be one. It cannot be printed by accident.
public final class PresentedKey {
  /// How every key begins, and how a credential is told from a token.
  public static final String PREFIX = "gwk_";

  private final String text;

  public PresentedKey(String text) {
    this.text = text;
  }

  /// The whole key. Only for the one place that checks it or sends it to auth.
  public String reveal() {
    return text;
  }

  /// Names the whole key in memory without holding it.
  public SecretDigest digest() {
    return SecretDigest.of(text);
  }

  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
