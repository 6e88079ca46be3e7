package dev.giftwarden.acceptance.house;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What curl showed: the status, the headers by lower-case name, and the body.
public record Reply(int status, Map<String, String> headers, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

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

  public JsonNode json() {
    try {
      return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + body, e);
    }
  }

  public String text(String pointer) {
    return json().at(pointer).asText();
  }

  /// The last part of the problem's type: `https://…/problems/budget-exhausted` gives
  /// `budget-exhausted`.
  public String problem() {
    String type = text("/type");
    return type.substring(type.lastIndexOf('/') + 1);
  }

  /// `402 budget-exhausted`, or the status alone of an answer that is no problem document.
  public String outcome() {
    boolean problem =
        headers.getOrDefault("content-type", "").startsWith("application/problem+json");
    return problem ? status + " " + problem() : Integer.toString(status);
  }
}
