package dev.giftwarden.acceptance.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A text that occurs nowhere unless it came from us, and all the disguises in which it may have
/// come out again.
///
/// @param name what it is, for a report that need not repeat it
record Canary(String name, String text) {
  private static final Map<String, UnaryOperator<String>> CASES =
      Map.of(
          "", UnaryOperator.identity(),
          "lower ", text -> text.toLowerCase(Locale.ROOT),
          "upper ", text -> text.toUpperCase(Locale.ROOT));

  /// @param exact whether its case is part of it, as in base64
  record Disguise(String name, String text, boolean exact) {
    boolean isIn(String haystack, String lowered) {
      return exact ? haystack.contains(text) : lowered.contains(text.toLowerCase(Locale.ROOT));
    }
  }

  /// Ready to be looked for; bytes are characters up to `ÿ`.
  List<Disguise> disguises() {
    Map<String, Disguise> disguises = new LinkedHashMap<>();
    add(disguises, "plain", latin(text.getBytes(UTF_8)), false);
    add(disguises, "percent", percent(text), false);
    add(disguises, "percent where needed", URLEncoder.encode(text, UTF_8), false);
    add(
        disguises,
        "percent, spaces too",
        URLEncoder.encode(text, UTF_8).replace("+", "%20"),
        false);
    add(disguises, "\\u", escaped(text), false);
    add(disguises, "hex", HexFormat.of().formatHex(text.getBytes(UTF_8)), false);
    add(disguises, "UTF-16", latin(text.getBytes(UTF_16BE)), false);
    CASES.forEach((name, change) -> {
      byte[] bytes = change.apply(text).getBytes(UTF_8);
      for (int shift = 0; shift < 3; shift++) {
        String standard = base64(bytes, shift);
        String url = standard.replace('+', '-').replace('/', '_');
        add(disguises, name + "base64 at " + shift, standard, true);
        add(disguises, name + "base64url at " + shift, url, true);
      }
    });
    return List.copyOf(disguises.values());
  }

  private static void add(Map<String, Disguise> all, String name, String text, boolean exact) {
    all.put(name, new Disguise(name, text, exact));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static String percent(String text) {
    return HexFormat.of().withPrefix("%").formatHex(text.getBytes(UTF_8));
  }

  private static String escaped(String text) {
    return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
  }

  /// What base64 makes of it behind `shift` other bytes, without the characters that depend on its
  /// neighbours.
  private static String base64(byte[] bytes, int shift) {
    byte[] shifted = new byte[shift + bytes.length];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = shift == 0 ? 0 : shift + 1;
    int to = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
    return encoded.substring(from, to);
  }

  /// @return the disguise in which it is there
  Optional<String> in(String haystack, String lowered) {
    return disguises().stream()
        .filter(disguise -> disguise.isIn(haystack, lowered))
        .map(Disguise::name)
        .findFirst();
  }
}
