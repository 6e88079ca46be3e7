package dev.giftwarden.acceptance.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.acceptance.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a refusal may look like: the table in `auth-service/edge/PROBLEMS.md`, and the errors of
/// RFC 6749.
final class Catalogue {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([45]\\d\\d) \\| `([a-z-]+)` \\|");
  private static final String BASE = "https://giftwarden.example/problems/";

  /// RFC 6749, section 5.2, RFC 8707 for the audience, and what section 4.1.2.1 calls a full house.
  private static final Set<String> OAUTH =
      Set.of(
          "invalid_request",
          "invalid_client",
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope",
          "invalid_target",
          "temporarily_unavailable");

  /// What tells a stranger how we are made, or that something of ours broke. Hashes, signatures and
  /// tokens are base64, and among thousands of them some spell a short word by chance: so a word
  /// stands alone, and a path does not begin within base64.
  private static final Pattern INTERNAL =
      Pattern.compile(
          "(?i)exception|\\.java\\b|\\bat [a-z0-9_.$]+\\(|dev\\.giftwarden|jakarta|io\\.(quarkus|vertx"
              + "|netty|smallrye)|hibernate|resteasy|jackson|postgres|\\bjdbc\\b"
              + "|\\bselect .+ from\\b|insert into|stack ?trace"
              + "|(?<![a-z0-9+/_-])/(tmp|home|root|usr|opt)/|nullpointer");

  private final Map<String, String> statusByType;

  Catalogue() {
    try {
      statusByType =
          ROW.matcher(Files.readString(Repository.ROOT.resolve("auth-service/edge/PROBLEMS.md")))
              .results()
              .collect(Collectors.toMap(row -> row.group(2), row -> row.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int size() {
    return statusByType.size();
  }

  /// @param marker what the request carried and no refusal may repeat
  /// @param token whether the token endpoint was asked
  /// @param head whether an answer has no body to judge
  /// @return what is wrong with an answer, if anything
  Optional<String> complaint(Wire.Answer answer, String marker, boolean token, boolean head) {
    if (answer.status() >= 500) {
      return Optional.of("a fault of ours");
    }
    String all = answer.headers() + answer.text();
    if (answer.status() >= 300 && all.contains(marker)) {
      return Optional.of("repeats what it was sent");
    }
    if (INTERNAL.matcher(all).find()) {
      return Optional.of("tells how we are made");
    }
    if (!answer.headers().containsKey("x-request-id")) {
      return Optional.of("has no request id");
    }
    if (answer.status() < 300 || head) {
      return Optional.empty();
    }
    return answer.status() < 400 ? Optional.of("redirects") : refusal(answer, token);
  }

  private Optional<String> refusal(Wire.Answer answer, boolean token) {
    if (answer.status() == 401 && !answer.headers().containsKey("www-authenticate")) {
      return Optional.of("401 without a challenge");
    }
    if (isFirstChallenge(answer)) {
      return Optional.empty();
    }
    if (answer.status() == 405 && !answer.headers().containsKey("allow")) {
      return Optional.of("405 without Allow");
    }
    if (answer.status() == 429 && !answer.headers().containsKey("retry-after")) {
      return Optional.of("429 without Retry-After");
    }
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JsonProcessingException _) {
      return Optional.of("is not JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return switch (answer.header("content-type")) {
      case "application/problem+json" -> problem(answer, body);
      case "application/json", "application/json;charset=UTF-8" ->
          token && OAUTH.contains(body.path("error").asText())
              ? Optional.empty()
              : Optional.of("is no problem document");
      default -> Optional.of("has the type " + answer.header("content-type"));
    };
  }

  /// Of EST: its stock clients take an unread body for a broken connection.
  private static boolean isFirstChallenge(Wire.Answer answer) {
    return answer.status() == 401
        && answer.body().length == 0
        && answer.header("www-authenticate").equals("Basic realm=\"giftwarden\"");
  }

  private Optional<String> problem(Wire.Answer answer, JsonNode body) {
    String type = body.path("type").asText();
    String id = answer.header("x-request-id");
    String status = Integer.toString(answer.status());
    boolean known = type.startsWith(BASE);
    if (!known || !status.equals(statusByType.get(type.substring(BASE.length())))) {
      return Optional.of("has a type that the catalogue does not have with this status");
    }
    boolean complete =
        body.path("status").asInt() == answer.status()
            && body.path("requestId").asText().equals(id)
            && body.path("instance").asText().equals("urn:uuid:" + id)
            && !body.path("title").asText().isEmpty()
            && !body.path("detail").asText().isEmpty();
    return complete ? Optional.empty() : Optional.of("lacks a member or has a wrong one");
  }
}
