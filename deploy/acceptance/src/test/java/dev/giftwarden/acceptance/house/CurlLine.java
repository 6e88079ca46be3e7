package dev.giftwarden.acceptance.house;

import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.testkit.Described;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What curl was told to ask, as far as an OpenAPI document has an opinion of the answer.
///
/// @param uri null: one that Java cannot read, and no document describes
record CurlLine(String method, @Nullable URI uri) {
  private static final List<String> WITH_A_BODY =
      List.of("--json", "--data", "--data-binary", "--data-raw", "--data-urlencode", "-d");

  static CurlLine of(String... arguments) {
    List<String> line = Arrays.asList(arguments);
    String url =
        line.stream().filter(argument -> argument.startsWith("https://")).findFirst().orElse("");
    return new CurlLine(method(line), uri(url));
  }

  private static String method(List<String> line) {
    Optional<String> said = after(line, "--request").or(() -> after(line, "-X"));
    if (said.isPresent()) {
      return said.get();
    }
    if (line.contains("--head") || line.contains("-I")) {
      return "HEAD";
    }
    boolean body = line.stream().anyMatch(WITH_A_BODY::contains) && !line.contains("--get");
    return body ? "POST" : "GET";
  }

  private static Optional<String> after(List<String> line, String option) {
    int at = line.indexOf(option);
    return at < 0 ? Optional.empty() : Optional.of(line.get(at + 1));
  }

  private static @Nullable URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException _) {
      return null;
    }
  }

  /// The documents are those of the public ports.
  void check(Reply reply, Ports ports) {
    if (uri != null && uri.getRawPath() != null && !isManagement(uri, ports)) {
      Described.check(method, uri, reply.answer());
    }
  }

  private static boolean isManagement(URI uri, Ports ports) {
    return ports.services().values().stream().anyMatch(of -> of.management() == uri.getPort());
  }
}
