package dev.giftwarden.acceptance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.acceptance.wire.Draft;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What can be wrong with a body. Each row spoils a draft whose body was well-formed.
final class BodyFaults {
  /// JSON, and what is none, for a member that wants something else.
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "-1",
          "0",
          "1.5",
          "1e400",
          "-0",
          "1e3",
          "\"5000\"",
          "99999999999999999999999999",
          "9223372036854775807",
          "9223372036854775808",
          "NaN",
          "Infinity",
          "0x10",
          "01",
          "+1",
          "[1]",
          "{\"a\":1}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udfff\\ud800\"",
          "\"\\u202e\"",
          "\"\\uffff\"",
          "\"\\x41\"",
          "\"a\\u000ab\"",
          "'single'",
          "undefined",
          "\"\u0007\"",
          "\"' or 1=1 --\"",
          "\"${jndi:ldap://x}\"",
          "\"<script>\"",
          "\"../../etc/passwd\"",
          "[[[[[[[[1]]]]]]]]",
          "1e-400",
          "-9223372036854775808",
          "\"\\ud83c\\udf81\"",
          "\"2026-02-30T00:00:00Z\"",
          "\"0000-00-00T00:00:00Z\"",
          "/* */1");

  private static final List<String> CHARSETS =
      List.of("UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-15", "IBM037", "UTF-16");

  /// Overlong slash and NUL, a surrogate in UTF-8, beyond Unicode, a stray continuation, a cut
  /// rune.
  private static final List<String> BROKEN_UTF8 =
      List.of(
          "\u00c0\u00af",
          "\u00c0\u0080",
          "\u00ed\u00a0\u0080",
          "\u00f4\u0090\u0080\u0080",
          "\u0080",
          "\u00e2\u0082",
          "\u00ff\u00fe",
          "\u00f8\u0088\u0080\u0080\u0080");

  private final String marker;

  BodyFaults(String marker) {
    this.marker = marker;
  }

  Map<String, Fault> rows() {
    Map<String, Fault> rows = new LinkedHashMap<>();
    rows.put(
        "a member of a wrong type",
        (draft, operation, random) -> member(draft, operation, random, any(VALUES, random)));
    rows.put(
        "a member that is long",
        (draft, operation, random) -> member(draft, operation, random, quoted(random)));
    rows.put(
        "a huge number",
        (draft, operation, random) -> member(draft, operation, random, digits(random)));
    rows.put("members too few", BodyFaults::fewer);
    rows.put(
        "a member too many", // a refusal names it, if its name is one, and repeats no value
        (draft, _, _) ->
            draft.body(text(draft).replaceFirst("\\{", "{\"surplus\":\"" + marker + "\",")));
    rows.put(
        "members twice",
        (draft, _, _) -> draft.body(text(draft).replaceFirst("\\{(.*)}", "{$1,$1}")));
    rows.put("deep nesting", BodyFaults::nest);
    rows.put(
        "a body too large",
        (draft, _, random) -> draft.body(quoted(70_000 + random.nextInt(9_000))));
    rows.put("chunks", (draft, _, random) -> chunk(draft, random));
    rows.put(
        "another encoding",
        (draft, _, random) ->
            draft.body = text(draft).getBytes(Charset.forName(any(CHARSETS, random))));
    rows.put("a byte order mark", (draft, _, _) -> draft.body("\ufeff" + text(draft)));
    rows.put(
        "broken UTF-8",
        (draft, operation, random) ->
            member(draft, operation, random, "\"" + any(BROKEN_UTF8, random) + "\""));
    rows.put(
        "a body cut short",
        (draft, _, random) ->
            draft.body = Arrays.copyOf(draft.body, random.nextInt(draft.body.length + 1)));
    rows.put(
        "random bytes",
        (draft, _, random) -> random.nextBytes(draft.body = new byte[random.nextInt(3_000)]));
    rows.put("a flipped byte", (draft, _, random) -> flip(draft, random));
    rows.put(
        "something behind the body",
        (draft, _, random) ->
            draft.body(text(draft) + any(List.of("{}", "]", "x", "\u0000", ",", "\n{}"), random)));
    rows.put("compressed", (draft, _, _) -> draft.header("Content-Encoding", "gzip"));
    rows.put("no JSON", (draft, _, random) -> draft.body(any(VALUES, random)));
    return rows;
  }

  static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static String text(Draft draft) {
    return new String(draft.body, UTF_8);
  }

  /// Sets one member, at any depth, to what is no JSON perhaps.
  private static void member(Draft draft, Api.Operation operation, Random random, String value) {
    if (!(operation.body().deepCopy() instanceof ObjectNode object) || object.isEmpty()) {
      draft.body = value.getBytes(ISO_8859_1);
      return;
    }
    ObjectNode into = object;
    String name = anyName(into, random);
    while (into.get(name) instanceof ObjectNode inner && !inner.isEmpty() && random.nextBoolean()) {
      into = inner;
      name = anyName(into, random);
    }
    into.put(name, "\u0001here");
    draft.body = object.toString().replace("\"\\u0001here\"", value).getBytes(ISO_8859_1);
  }

  private static String anyName(ObjectNode object, Random random) {
    return any(object.properties().stream().map(Map.Entry::getKey).toList(), random);
  }

  private static void fewer(Draft draft, Api.Operation operation, Random random) {
    if (operation.body().deepCopy() instanceof ObjectNode object && !object.isEmpty()) {
      object.remove(anyName(object, random));
      draft.body(object.toString());
    } else {
      draft.body("");
    }
  }

  private String quoted(Random random) {
    return quoted(200 + random.nextInt(12_000));
  }

  private String quoted(int length) {
    return "\"" + marker + "x".repeat(length) + "\"";
  }

  private static String digits(Random random) {
    String digits = "123456789".repeat(1 + random.nextInt(300));
    return any(
        List.of(
            digits,
            "-" + digits,
            "0." + digits,
            digits + "e" + digits.substring(0, 5),
            "1e-" + digits.substring(0, 9)),
        random);
  }

  private static void nest(Draft draft, Api.Operation operation, Random random) {
    int depth = 1 + random.nextInt(7_000);
    boolean closed = random.nextBoolean();
    String nested =
        random.nextBoolean()
            ? "[".repeat(depth) + (closed ? "]".repeat(depth) : "")
            : "{\"a\":".repeat(depth / 4) + "1" + (closed ? "}".repeat(depth / 4) : "");
    member(draft, operation, random, nested);
  }

  /// Good chunks of what may be too much; what ends them may be wrong.
  private static void chunk(Draft draft, Random random) {
    int size = random.nextInt(8) == 0 ? 90_000 : random.nextInt(2_000);
    String end =
        any(
            List.of(
                "0\r\n\r\n",
                "0\r\nTrailer: x\r\n\r\n",
                "zz\r\n\r\n",
                "-1\r\n\r\n",
                "ffffffffffffffffff\r\n\r\n",
                "0;ext=\"\r\n\r\n"),
            random);
    String chunk = Integer.toHexString(size) + "\r\n" + "1".repeat(size) + "\r\n";
    draft.header("Transfer-Encoding", "chunked");
    draft.lengthSaid = true;
    draft.body = ((size == 0 ? "" : chunk) + end).getBytes(ISO_8859_1);
  }

  private static void flip(Draft draft, Random random) {
    for (int i = 0; i <= random.nextInt(4) && draft.body.length > 0; i++) {
      draft.body[random.nextInt(draft.body.length)] ^= (byte) (1 << random.nextInt(8));
    }
  }
}
