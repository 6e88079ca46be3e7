package dev.giftwarden.gift.claim;

import dev.giftwarden.auth.client.memory.SecretDigest;
import dev.giftwarden.gift.id.RandomIds;
import java.util.Optional;

/// What opens the page of one gift to whoever has it: 22 characters of base62, 131 random bits, so
/// that its hash needs neither salt nor slowness. It is shown once, and kept nowhere.
final class LinkSecret {

  private final String text;

  private LinkSecret(String text) {
    this.text = text;
  }

  static LinkSecret next(RandomIds ids) {
    return new LinkSecret(ids.next());
  }

  /// Empty for what can be none, which costs no question to the database.
  static Optional<LinkSecret> parse(String text) {
    return RandomIds.matches("", text) ? Optional.of(new LinkSecret(text)) : Optional.empty();
  }

  /// For the answer to whoever may hand it on, and for nothing else.
  String text() {
    return text;
  }

  /// What is kept of it.
  byte[] hash() {
    return SecretDigest.of(text).sha256().array();
  }

  @Override
  public String toString() {
    return "LinkSecret[hidden]";
  }
}
