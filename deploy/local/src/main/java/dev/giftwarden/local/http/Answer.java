package dev.giftwarden.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a service answered.
///
/// @param headers by lower-case name, the first value of each
public record Answer(int status, Map<String, String> headers, String body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new Answer(response.statusCode(), headers, response.body());
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /// The body as JSON.
  ///
  /// @throws IllegalStateException where the body is something else
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("status " + status + ", and not JSON: " + body, e);
    }
  }

  /// A value that must be there, by its JSON pointer such as `/items/0/id`.
  public String text(String pointer) {
    JsonNode value = json().at(pointer);
    if (value.isMissingNode() || value.isNull()) {
      throw new IllegalStateException("no " + pointer + " in " + body);
    }
    return value.asText();
  }
}
