package dev.giftwarden.gift.id;

import java.util.random.RandomGenerator;

/// The tail of an id that nobody can guess or count: base62, 22 characters, 131 bits.
public final class RandomIds {

  public static final int LENGTH = 22;

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final RandomGenerator random;

  public RandomIds(RandomGenerator random) {
    this.random = random;
  }

  public String next() {
    return random
        .ints(LENGTH, 0, ALPHABET.length())
        .collect(
            StringBuilder::new, (text, i) -> text.append(ALPHABET.charAt(i)), StringBuilder::append)
        .toString();
  }

  /// Whether `text` is `prefix` and 22 characters of base62.
  public static boolean matches(String prefix, String text) {
    return text.startsWith(prefix)
        && text.length() == prefix.length() + LENGTH
        && text.chars().skip(prefix.length()).allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }
}
