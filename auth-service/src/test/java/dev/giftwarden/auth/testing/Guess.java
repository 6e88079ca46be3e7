package dev.giftwarden.auth.testing;

import dev.giftwarden.auth.client.exchange.KeyForm;

/// A whole key of an id, with a secret that nobody was given.
public final class Guess {
  private Guess() {}

  public static String of(String id) {
    var covered = "gwk_live_%s_%s".formatted(id, "0".repeat(30));
    return covered + KeyForm.checksum(covered);
  }
}
