package dev.giftwarden.gift.id;

import dev.giftwarden.edge.text.Base62;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;

/// The tail of an id that nobody can guess or count: base62, 22 characters, 131 bits.
@Singleton
public final class RandomIds {

  public static final int LENGTH = 22;

  private final RandomGenerator random;

  public RandomIds(RandomGenerator random) {
    this.random = random;
  }

  public String next() {
    return Base62.random(LENGTH, random);
  }

  /// Whether `text` is `prefix` and 22 characters of base62.
  public static boolean matches(String prefix, String text) {
    return text.startsWith(prefix)
        && text.length() == prefix.length() + LENGTH
        && text.chars().skip(prefix.length()).allMatch(c -> Base62.ALPHABET.indexOf(c) >= 0);
  }
}
