package dev.giftwarden.kubernetes.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One call by curl.
///
/// @param status 0: there was no HTTP answer
/// @param exit curl's own
record Curl(int status, int exit, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Curl run(List<String> arguments) {
    List<String> line = new ArrayList<>(List.of("curl", "--silent", "--http1.1"));
    line.addAll(List.of("--write-out", "\n%{http_code}"));
    line.addAll(arguments);
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      int end = output.lastIndexOf('\n');
      return new Curl(Integer.parseInt(output.substring(end + 1)), exit, output.substring(0, end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JsonNode json() {
    try {
      return body.startsWith("{") ? JSON.readTree(body) : MissingNode.getInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String pointer) {
    return json().at(pointer).asText();
  }
}
