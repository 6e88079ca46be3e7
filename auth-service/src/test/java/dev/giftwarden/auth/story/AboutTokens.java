package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.testkit.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// What the tests of the endpoints that take a token have in common.
final class AboutTokens {
  static final String REVOKE = "/oauth2/revoke";
  static final String INTROSPECT = "/oauth2/introspect";
  static final Duration BOUND = Duration.ofSeconds(10);

  private AboutTokens() {}

  static void done(Answer answer) {
    assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
    assertThat(answer.text()).isEqualTo("{}");
  }

  static String oauth(Answer answer) {
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    return answer.status() + " " + answer.json().get("error").asText();
  }

  static String becomes(String wanted, Supplier<String> what) {
    long end = System.nanoTime() + BOUND.toNanos();
    var seen = what.get();
    while (!seen.equals(wanted) && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
      seen = what.get();
    }
    return seen;
  }

  static List<String> records(String account, String action) {
    return Outbox.ofAccount(account).stream()
        .filter(event -> event.action().equals(action) && event.reason().isEmpty())
        .map(event -> event.actor() + " " + event.target())
        .toList();
  }

  static Map<String, String> secret(JsonNode key, String token) {
    return Map.of("client_id", id(key), "client_secret", key.get("key").asText(), "token", token);
  }

  static Map<String, String> about(Map<String, String> form, String name, String value) {
    var more = new TreeMap<>(form);
    more.put(name, value);
    if (name.equals("audience")) {
      more.put("grant_type", "client_credentials");
    }
    return more;
  }

  static String id(JsonNode key) {
    return key.get("id").asText();
  }

  static String altered(String token) {
    int at = token.lastIndexOf('.') + 10;
    return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
  }

  static String tokenId(String token) {
    return claims(token).get("jti").asText();
  }

  static JsonNode claims(String token) {
    try {
      return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
