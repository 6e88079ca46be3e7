package dev.giftwarden.auth.client.exchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

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

  /// SHA-256 of the whole key: names it in memory without holding it.
  public byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
