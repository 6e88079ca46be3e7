package dev.giftwarden.acceptance.house;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.testkit.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What curl showed: the status, the headers by lower-case name, and the body.
public record Reply(int status, Map<String, String> headers, String body) {
  /// Parses the output of `curl --include`.
  public static Reply parse(String output) {
    int end = output.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no HTTP answer: " + output);
    }
    String[] head = output.substring(0, end).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < head.length; i++) {
      int colon = head[i].indexOf(':');
      headers.put(
          head[i].substring(0, colon).toLowerCase(Locale.ROOT),
          head[i].substring(colon + 1).strip());
    }
    return new Reply(Integer.parseInt(head[0].split(" ")[1]), headers, output.substring(end + 4));
  }

  Answer answer() {
    return new Answer(status, headers, body);
  }

  public JsonNode json() {
    return answer().json();
  }

  public String text(String pointer) {
    return json().at(pointer).asText();
  }

  /// See [Answer#problem].
  public String problem() {
    return answer().problem();
  }

  /// See [Answer#outcome].
  public String outcome() {
    return answer().outcome();
  }
}
