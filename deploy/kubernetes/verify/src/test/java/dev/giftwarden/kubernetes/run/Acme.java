package dev.giftwarden.kubernetes.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.certs.Pki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// An enterprise account that an operator makes, and what it does through the edge, by curl.
final class Acme {
  private static final Duration AUDITED = Duration.ofMinutes(1);

  private static final List<String> SCOPES =
      List.of(
          "gifts:read",
          "gifts:send",
          "budgets:read",
          "budgets:write",
          "recipients:write",
          "audit:read");

  private final Cluster cluster;
  private final Path pki;
  private final Path certificate;
  private final String keyId;
  private final String key;
  private final String budget;

  Acme(Cluster cluster, Path pki, Path certificate) {
    this.cluster = cluster;
    this.pki = pki;
    this.certificate = certificate;
    Pki.open(pki, InstantSource.system()).issuePartner("acme", "erp", certificate);
    operator("/v1/accounts", "{\"id\":\"acme\",\"plan\":\"enterprise\",\"mtls\":\"required\"}");
    operator(
        "/v1/accounts/acme/clients",
        """
        {"id":"erp","name":"ERP","environment":"live","scopes":["gifts:read","gifts:send"]}\
        """);
    Instant expires = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    Curl made =
        operator(
            "/v1/accounts/acme/keys",
            "{\"environment\":\"live\",\"expiresAt\":\"%s\",\"scopes\":[\"%s\"]}"
                .formatted(expires, String.join("\",\"", SCOPES)));
    this.keyId = made.text("/id");
    this.key = made.text("/key");
    Curl opened =
        call(
            "gift",
            "/v1/budgets",
            bearing(token("gift"), "--json", "{\"amount\":10000,\"currency\":\"EUR\"}"));
    assertThat(opened.status()).as(opened.body()).isEqualTo(201);
    this.budget = opened.text("/id");
  }

  private Curl operator(String path, String json) {
    Curl made = call("auth", path, with(pki.resolve("issued/operator/first"), "--json", json));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made;
  }

  String key() {
    return key;
  }

  /// Certificate and key in, token out, a gift, read back masked; and the log says that it was
  /// sent.
  void story() {
    long before = available();
    Curl sent = send(token("gift"));
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    assertThat(available()).isEqualTo(before - 100);
    String gift = sent.text("/id");
    Curl read = call("gift", "/v1/gifts/" + gift, bearing(token("gift")));
    assertThat(read.status()).as(read.body()).isEqualTo(200);
    assertThat(read.text("/id")).isEqualTo(gift);
    assertThat(read.body()).doesNotContain("Lovelace", "ada@");
    String auditor = token("audit");
    cluster.until(AUDITED, "the gift is in the log", () -> isInTheLog(gift, auditor));
  }

  private boolean isInTheLog(String gift, String token) {
    JsonNode events =
        call("audit", "/v1/audit/events?action=gift.send&limit=20", bearing(token)).json();
    return events.path("items").findValuesAsText("target").contains(gift);
  }

  String token(String audience) {
    Curl answer = askForToken(audience);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.text("/access_token");
  }

  private Curl askForToken(String audience) {
    return call(
        "auth",
        "/oauth2/token",
        with(
            certificate,
            "--user",
            keyId + ":" + key,
            "--data",
            "grant_type=client_credentials&audience=" + audience));
  }

  /// Whatever is on its way somewhere else just now.
  boolean canSend() {
    Curl token = askForToken("gift");
    return token.status() == 200 && send(token.text("/access_token")).status() == 201;
  }

  private Curl send(String token) {
    String json =
        """
        {"budgetId":"%s","amount":100,"currency":"EUR",
         "recipient":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}\
        """
            .formatted(budget);
    return call("gift", "/v1/gifts", bearing(token, "--json", json));
  }

  private long available() {
    return call("gift", "/v1/budgets/" + budget, bearing(token("gift")))
        .json()
        .at("/available")
        .asLong();
  }

  private List<String> bearing(String token, String... more) {
    List<String> arguments = with(certificate, "--oauth2-bearer", token);
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static List<String> with(Path credentials, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--cert", credentials.resolve("tls.crt").toString()));
    arguments.addAll(List.of("--key", credentials.resolve("tls.key").toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /// By the public name of a service, through its route.
  Curl call(String service, String path, List<String> more) {
    List<String> arguments = new ArrayList<>(cluster.connectTo());
    arguments.addAll(List.of("--max-time", "20"));
    arguments.addAll(List.of("--cacert", pki.resolve("root/ca.crt").toString()));
    arguments.addAll(more);
    arguments.add("https://" + cluster.host(service) + path);
    return Curl.run(arguments);
  }
}
