package dev.giftwarden.gift.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// People who are alike in what a mask says of them, their initials, and in nothing else: neither
/// in what they are called nor in how long that is, in what they have, or in who is whose double.
final class People {

  private static final String LETTERS = "abcdefghijklmnoprstuvwxyz";
  private static final List<String> COUNTRIES = List.of("DE", "GB", "FR", "AE", "JP");

  private People() {}

  /// @param address empty, or how a request begins it: `,"address":{…}`
  record Somebody(
      String name, String email, String phone, String address, String message, String form) {

    String json() {
      return "{\"name\":\"%s\",\"email\":\"%s\"%s%s}".formatted(name, email, phone, address);
    }

    /// Of a table in CSV.
    String row() {
      return name + "," + email;
    }
  }

  /// @param doubles how many of them in a row have one address
  static List<Somebody> some(int count, Random random, int doubles) {
    List<Somebody> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      char initial = LETTERS.charAt(i / 6 % LETTERS.length());
      some.add(
          i % doubles == 0
              ? somebody(
                  initial, random, word(initial, random) + "@" + word('x', random) + ".example")
              : somebody(initial, random, some.getLast().email()));
    }
    return some;
  }

  private static Somebody somebody(char initial, Random random, String email) {
    String name = Character.toUpperCase(initial) + word('a', random) + " " + word('b', random);
    String street = random.nextInt(1, 999) + " " + word('s', random);
    String city = word('c', random);
    String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
    String form =
        "name=%s&line1=%s&city=%s&country=%s"
            .formatted(encoded(name), encoded(street), city, country);
    return new Somebody(
        name,
        email,
        random.nextBoolean()
            ? ""
            : ",\"phone\":\"+4930%d\"".formatted(random.nextInt(1_000_000, 9_999_999)),
        random.nextBoolean()
            ? ""
            : ",\"address\":{\"line1\":\"%s\",\"city\":\"%s\",\"country\":\"%s\"}"
                .formatted(street, city, country),
        random.nextBoolean() ? "" : ",\"message\":\"Dear %s\"".formatted(name),
        form);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String word(char first, Random random) {
    var word = new StringBuilder().append(first);
    for (int i = random.nextInt(2, 20); i > 0; i--) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }
}
