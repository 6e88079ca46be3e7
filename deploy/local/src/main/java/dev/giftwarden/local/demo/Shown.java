package dev.giftwarden.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.giftwarden.local.http.Answer;
import java.io.PrintStream;
import java.util.regex.Pattern;

/// Shows requests and answers to a person. Secrets are cut: a terminal remembers, and is looked at
/// over the shoulder.
final class Shown {

  private static final Pattern API_KEY = Pattern.compile("(gwk_(?:live|test)_\\w{12}_)\\w+");
  private static final Pattern TOKEN = Pattern.compile("(eyJ[\\w-]{5})[\\w-]*\\.[\\w-]+\\.[\\w-]+");

  private static final Pattern LINK = Pattern.compile("(https://[^/\\s\"]+/)\\w{22}");

  /// Longer ones, such as a list of events, are told by their beginning.
  private static final int MOST_LINES = 24;

  private static final ObjectMapper PRETTY =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final PrintStream out;
  private int chapter;

  Shown(PrintStream out) {
    this.out = out;
  }

  void chapter(String title) {
    chapter++;
    out.printf("%n%d. %s%n", chapter, title);
  }

  void request(String method, String url, String proof, String body) {
    out.printf("   > %s %s   (%s)%n", method, url, proof);
    if (!body.isEmpty()) {
      indented(body, "   > ");
    }
  }

  void answer(Answer answer) {
    String replayed = answer.header("Idempotent-Replayed").map(x -> "   (replayed)").orElse("");
    out.printf("   < %d%s%n", answer.status(), replayed);
    indented(pretty(answer.body()), "   < ");
  }

  void command(String line) {
    out.println("   $ " + line);
  }

  void output(String text) {
    indented(text, "     ");
  }

  void fact(String line) {
    out.println("   = " + line);
  }

  private void indented(String text, String prefix) {
    String cut = withoutSecrets(text);
    cut.lines().limit(MOST_LINES).forEach(line -> out.println(prefix + line));
    long more = cut.lines().count() - MOST_LINES;
    if (more > 0) {
      out.println(prefix + "… " + more + " more lines");
    }
  }

  static String withoutSecrets(String text) {
    String cut = API_KEY.matcher(text).replaceAll("$1…");
    cut = LINK.matcher(cut).replaceAll("$1…");
    return TOKEN.matcher(cut).replaceAll("$1…");
  }

  private static String pretty(String body) {
    try {
      return body.startsWith("{") ? PRETTY.writeValueAsString(PRETTY.readTree(body)) : body;
    } catch (JsonProcessingException e) {
      return body;
    }
  }
}
