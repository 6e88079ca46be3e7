package dev.giftwarden.auth.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.signing.SigningKeys;
import dev.giftwarden.testkit.KeyInHand;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Makes accounts with their clients and keys over the API, as an operator would. Every account has
/// a name of its own, so tests share a database without meeting.
public final class Directory {
  private static final AtomicInteger NEXT = new AtomicInteger();

  /// Of every key, so that none outlives the one that made it; finer than the database keeps.
  private static final Instant EXPIRY =
      Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofDays(30)).plusNanos(400);

  private static final Duration START = Duration.ofSeconds(30);

  private final Edge operator = Edge.operator();

  /// Waits as whoever calls the service would: until it is ready to sign.
  public Directory() {
    var keys = CDI.current().select(SigningKeys.class).get();
    long deadline = System.nanoTime() + START.toNanos();
    while (keys.current().isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(keys.current()).as(keys.waitsFor()).isPresent();
  }

  /// @return the new account's id
  public String account(String plan, String mtls) {
    var id = "account-" + NEXT.incrementAndGet() + "-" + ProcessHandle.current().pid();
    var answer =
        operator.post(
            "/v1/accounts",
            """
            {"id": "%s", "plan": "%s", "mtls": "%s"}\
            """
                .formatted(id, plan, mtls));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return id;
  }

  public void client(String account, String id, String scopes) {
    client(account, id, scopes, "live");
  }

  public void client(String account, String id, String scopes, String environment) {
    var answer =
        operator.post(
            "/v1/accounts/" + account + "/clients",
            """
            {"id": "%s", "name": "A client", "environment": "%s", "scopes": [%s]}\
            """
                .formatted(id, environment, quoted(scopes)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  /// The client, with a certificate that auth has issued for a key of its own.
  public Edge enrolled(String account, String client) {
    var key = KeyInHand.make();
    var answer =
        operator.postText(
            "/v1/accounts/%s/clients/%s/certificates".formatted(account, client),
            "application/x-pem-file",
            key.pem(),
            "Accept",
            "application/pem-certificate-chain");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return Edge.enrolled(key, answer.text());
  }

  /// The account's first key, made by the operator.
  public JsonNode key(String account, String scopes, String grantable) {
    return key(account, scopes, grantable, "");
  }

  /// @param more further fields of the body, each behind a comma
  public JsonNode key(String account, String scopes, String grantable, String more) {
    var answer = operator.post("/v1/accounts/" + account + "/keys", body(scopes, grantable, more));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  public static String body(String scopes, String grantable, String more) {
    return """
    {"environment": "live", "scopes": [%s], "grantableScopes": [%s], "expiresAt": "%s"%s}\
    """
        .formatted(quoted(scopes), quoted(grantable), EXPIRY, more);
  }

  /// A form for the token endpoint, by `client_secret_post`.
  public static Map<String, String> secret(JsonNode key, String... more) {
    var form = new HashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", key.get("id").asText());
    form.put("client_secret", key.get("key").asText());
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    return form;
  }

  /// A token for auth itself.
  public static String token(Edge edge, JsonNode key) {
    var answer = edge.postForm("/oauth2/token", secret(key, "audience", "auth"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("access_token").asText();
  }

  private static String quoted(String words) {
    return words.isEmpty() ? "" : "\"" + words.replace(" ", "\", \"") + "\"";
  }
}
