package dev.giftwarden.edge.text;

import java.util.random.RandomGenerator;

/// Digits, capitals, small letters: text that survives a double click, a URL and a shell unquoted.
public final class Base62 {
  public static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private Base62() {}

  /// Each character is drawn evenly, so `length` of them hold `length × 5.95` bits.
  public static String random(int length, RandomGenerator random) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /// Fixed width, most significant digit first.
  public static String encode(long value, int width) {
    var digits = new char[width];
    long rest = value;
    for (int i = width - 1; i >= 0; i--) {
      digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
      rest /= ALPHABET.length();
    }
    return new String(digits);
  }
}
