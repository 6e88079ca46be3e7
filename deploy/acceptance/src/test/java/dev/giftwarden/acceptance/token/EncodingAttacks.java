package dev.giftwarden.acceptance.token;

import static dev.giftwarden.acceptance.token.Attack.invalid;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Texts that are read as a token by some and not by others, and payloads that are no claims. All
/// are genuinely signed over the very characters that are sent, where they have a signature.
final class EncodingAttacks {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private EncodingAttacks() {}

  static Stream<Attack> all() {
    return Stream.of(texts(), parts(), payloads()).flatMap(Function.identity());
  }

  private static Stream<Attack> texts() {
    return Stream.of(
        signature("padding behind the signature", s -> s + "=="),
        header("padding behind the header", h -> h + "="),
        claims("padding behind the claims", c -> c + "="),
        header("a space in the header", h -> h.substring(0, 4) + " " + h.substring(4)),
        claims("a tab in the claims", c -> c.substring(0, 4) + "\t" + c.substring(4)),
        signature("a space in the signature", s -> s.substring(0, 4) + " " + s.substring(4)),
        signature("spare bits behind the signature", EncodingAttacks::spareBits),
        claims("spare bits behind the claims", EncodingAttacks::spareBits),
        malformed(
            "the standard alphabet in the signature",
            mint -> {
              String good = mint.good();
              while (!good.substring(good.lastIndexOf('.')).matches(".*[-_].*")) {
                good = mint.good();
              }
              return standard(good);
            }),
        malformed("a percent escape", mint -> mint.good().replaceFirst("\\.", "%2E")),
        malformed("two tokens", mint -> mint.good() + "," + mint.good()),
        malformed("in quotes", mint -> "\"" + mint.good() + "\""),
        malformed("Bearer twice", mint -> "Bearer " + mint.good()));
  }

  private static Stream<Attack> parts() {
    return Stream.of(
        malformed("one part", mint -> mint.good().replace(".", "")),
        malformed("four parts", mint -> mint.good() + ".AA"),
        malformed("a dot in front", mint -> "." + mint.good()),
        malformed("a dot behind", mint -> mint.good() + "."),
        malformed(
            "a JWE of five parts",
            _ -> {
              String header =
                  Jose.base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"typ\":\"at+jwt\"}");
              return header + "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";
            }),
        malformed("a detached payload", mint -> mint.good().replaceFirst("\\.[^.]+\\.", "..")),
        malformed("an empty payload, signed", mint -> mint.withPayload("")),
        malformed(
            "JSON serialization",
            mint ->
                "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
                    .formatted((Object[]) mint.good().split("\\."))),
        malformed(
            "a header that is no object",
            mint -> mint.genuine("[\"ES256\"]", mint.claims().toString())),
        malformed(
            "a header with more behind it",
            mint -> mint.genuine(Jose.json(mint.header()) + "{}", mint.claims().toString())),
        malformed(
            "a header in UTF-16",
            mint -> {
              byte[] header = Jose.json(mint.header()).getBytes(StandardCharsets.UTF_16);
              String input = Jose.base64(header) + "." + Jose.base64(mint.claims().toString());
              return Jose.sealed(input, mint.replica().getPrivate());
            }),
        invalid(
            "a header 2,500 levels deep",
            "token-header",
            mint -> {
              String deep = ",\"x\":" + "[".repeat(2_500) + "]".repeat(2_500) + "}";
              return mint.genuine(Jose.json(mint.header()).replaceAll("}$", deep), "{}");
            }),
        invalid(
            "a header with a number of a million digits",
            "token-header",
            mint ->
                mint.genuine(
                    "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":1e999999}",
                    mint.claims().toString())));
  }

  private static Stream<Attack> payloads() {
    return Stream.of(
        payload("a list", mint -> "[" + mint.claims() + "]"),
        payload("null", _ -> "null"),
        payload("a number", _ -> "7"),
        payload("a text", _ -> "\"x\""),
        payload("another token", Mint::good),
        payload("with an object behind it", mint -> mint.claims() + "{}"),
        payload("with a letter behind it", mint -> mint.claims() + "x"),
        payload("with a comma behind it", mint -> mint.claims() + ","),
        payload("behind a byte order mark", mint -> "\ufeff" + mint.claims()),
        payload("cut off", mint -> mint.claims().toString().replaceAll("}+$", "")),
        payload("in single quotes", mint -> mint.claims().toString().replace('"', '\'')),
        payload("with a comment", mint -> "/**/" + mint.claims()),
        payload(
            "2,500 levels deep",
            mint -> with(mint, "\"x\":" + "[".repeat(2_500) + "]".repeat(2_500))),
        invalid(
            "a payload with invalid UTF-8",
            "token-claims",
            mint ->
                mint.withPayload(
                    mint.claims(c -> c.put("jti", "\u00ff"))
                        .toString()
                        .getBytes(StandardCharsets.ISO_8859_1))));
  }

  static String with(Mint mint, String member) {
    return "{" + member + "," + mint.claims().toString().substring(1);
  }

  private static Attack malformed(String name, Function<Mint, String> token) {
    return invalid(name, "token-malformed", token);
  }

  private static Attack payload(String name, Function<Mint, String> payload) {
    return invalid("a payload " + name, "token-claims", m -> m.withPayload(payload.apply(m)));
  }

  private static Attack header(String name, UnaryOperator<String> change) {
    return malformed(
        name,
        mint -> {
          String[] parts = mint.good().split("\\.");
          return Jose.sealed(change.apply(parts[0]) + "." + parts[1], mint.replica().getPrivate());
        });
  }

  private static Attack claims(String name, UnaryOperator<String> change) {
    return malformed(
        name,
        mint -> {
          String claims = mint.claims().toString();
          // So long that its last character has spare bits.
          String text = Jose.base64(claims.length() % 3 == 0 ? claims + " " : claims);
          String input = Jose.base64(Jose.json(mint.header())) + "." + change.apply(text);
          return Jose.sealed(input, mint.replica().getPrivate());
        });
  }

  private static Attack signature(String name, UnaryOperator<String> change) {
    return malformed(
        name,
        mint -> {
          String good = mint.good();
          String signature = good.substring(good.lastIndexOf('.') + 1);
          return Jose.input(good) + "." + change.apply(signature);
        });
  }

  /// Another text of the same bytes.
  private static String spareBits(String text) {
    char last = text.charAt(text.length() - 1);
    String other =
        text.substring(0, text.length() - 1) + ALPHABET.charAt(ALPHABET.indexOf(last) + 1);
    var decoder = Base64.getUrlDecoder();
    if (!java.util.Arrays.equals(decoder.decode(text), decoder.decode(other))) {
      throw new IllegalStateException("no spare bits");
    }
    return other;
  }

  private static String standard(String token) {
    int dot = token.lastIndexOf('.');
    return token.substring(0, dot) + token.substring(dot).replace('-', '+').replace('_', '/');
  }
}
