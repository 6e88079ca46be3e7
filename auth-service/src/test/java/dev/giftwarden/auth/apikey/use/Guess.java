package dev.giftwarden.auth.apikey.use;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.exchange.KeyForm;

/// A whole key of an id, with a secret that nobody was given.
final class Guess {
  private Guess() {}

  static String of(Environment environment, String id) {
    var covered = "gwk_%s_%s_%s".formatted(environment.text(), id, "0".repeat(30));
    return covered + KeyForm.checksum(covered);
  }
}
