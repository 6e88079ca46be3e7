package dev.giftwarden.edge.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// What a `Content-Security-Policy` calls a style or a script that stands in the page itself.
public final class PolicyHash {
  private PolicyHash() {}

  /// `'sha256-…'`
  ///
  /// @param inside all that is between the tags
  public static String of(String inside) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(inside.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
