package dev.giftwarden.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/// What a service answered.
///
/// @param headers the first value of each, by its name in any case
public record Answer(int status, Map<String, String> headers, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static Answer of(HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new Answer(response.statusCode(), headers, response.body());
  }

  /// A missing node where there is no body.
  public JsonNode json() {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  public String id() {
    return json().path("id").asText();
  }

  /// The last part of a problem's type: `https://…/problems/budget-exhausted` gives
  /// `budget-exhausted`.
  public String problem() {
    String type = json().path("type").asText();
    return type.substring(type.lastIndexOf('/') + 1);
  }

  /// `402 budget-exhausted`, or the status alone of an answer that is no problem document.
  public String outcome() {
    boolean problem =
        headers.getOrDefault("content-type", "").startsWith("application/problem+json");
    return problem ? status + " " + problem() : Integer.toString(status);
  }
}
