package dev.giftwarden.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Makes the demo accounts the way an operator makes any: through auth's API, with an operator
/// certificate. What is there already stays as it is, so that this runs at every start.
public final class Accounts {

  /// Just less than the year that a standard account's keys may live.
  private static final Duration ADMINISTRATOR_LIFETIME = Duration.ofDays(360);

  /// No key outlives the one that made it.
  private static final Duration KEY_LIFETIME = Duration.ofDays(300);

  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Home home;
  private final Ports ports;
  private final InstantSource clock;

  public Accounts(Home home, Ports ports, InstantSource clock) {
    this.home = home;
    this.ports = ports;
    this.clock = clock;
  }

  /// Makes what is missing.
  ///
  /// @return a budget that gifts can be sent from
  public String prepare() {
    Path operatorCertificate = Pki.open(home.pki(), clock).firstOperator();
    try (Caller operator = Caller.with(operatorCertificate, Service.AUTH.id())) {
      for (Partner partner : Partner.values()) {
        namesForPeople(partner);
        account(operator, partner);
        keys(operator, partner);
      }
      return budget();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The names that the README's commands use, kept in step with every renewal by being links.
  private void namesForPeople(Partner partner) throws IOException {
    Map<String, String> links =
        Map.of("client.crt", "tls.crt", "client.key", "tls.key", "ca.crt", "ca.crt");
    for (Map.Entry<String, String> link : links.entrySet()) {
      Path name = partner.folder(home).resolve(link.getKey());
      if (!Files.isSymbolicLink(name)) {
        Files.createSymbolicLink(name, Path.of("tls", link.getValue()));
      }
    }
  }

  private void account(Caller operator, Partner partner) throws IOException {
    boolean enterprise = partner == Partner.ACME;
    create(
        operator,
        "/v1/accounts",
        Map.of(
            "id", partner.account(),
            "plan", enterprise ? "enterprise" : "standard",
            "mtls", enterprise ? "required" : "optional"));
    String account = "/v1/accounts/" + partner.account();
    create(operator, account + "/sub-accounts", Map.of("id", "sales"));
    create(operator, account + "/sub-accounts", Map.of("id", "support"));
    create(
        operator,
        account + "/clients",
        Map.of(
            "id",
            partner.client(),
            "name",
            "The demo's client",
            "environment",
            "live",
            "scopes",
            DemoKey.GIFTS.scopes()));
  }

  private void keys(Caller operator, Partner partner) throws IOException {
    SecretFile administrator = SecretFile.of(home, partner, DemoKey.ADMINISTRATOR);
    if (!administrator.exists()) {
      Map<String, Object> request =
          Map.of(
              "name", "administrator",
              "environment", "live",
              "scopes", DemoKey.ADMINISTRATOR.scopes(),
              "grantableScopes", DemoKey.grantable(),
              "expiresAt", expiry(ADMINISTRATOR_LIFETIME));
      administrator.write(makeKey(operator, Map.of(), partner, request));
    }
    Map<String, String> credential = Map.of("Authorization", "Bearer " + administrator.read());
    try (Caller client = Caller.with(partner.credentials(home), Service.AUTH.id())) {
      for (DemoKey key : List.of(DemoKey.GIFTS, DemoKey.READER)) {
        SecretFile file = SecretFile.of(home, partner, key);
        if (!file.exists()) {
          file.write(makeKey(client, credential, partner, request(key, KEY_LIFETIME)));
        }
      }
    }
  }

  /// Of 10,000 euros. Asked for with the bare key, which gift exchanges for a token by itself.
  private String budget() throws IOException {
    SecretFile file = new SecretFile(Partner.ACME.folder(home).resolve("budget"));
    if (!file.exists()) {
      String key = SecretFile.of(home, Partner.ACME, DemoKey.GIFTS).read();
      try (Caller client = Caller.with(Partner.ACME.credentials(home), Service.GIFT.id())) {
        Answer answer =
            client.post(
                ports.https(Service.GIFT) + "/v1/budgets",
                Map.of("Authorization", "Bearer " + key),
                JSON,
                json(Map.of("amount", 1_000_000, "currency", "EUR")));
        file.write(created(answer, "a budget").text("/id"));
      }
    }
    return file.read();
  }

  private Answer created(Answer answer, String what) {
    if (answer.status() != 201) {
      throw new Failure(
          "could not make %s: %d %s (%s starts from nothing)"
              .formatted(what, answer.status(), answer.body(), home.command("reset")));
    }
    return answer;
  }

  /// What the administrator's key asks for, to make another.
  Map<String, Object> request(DemoKey key, Duration lifetime) {
    return Map.of(
        "name",
        "demo: " + key.fileName(),
        "environment",
        "live",
        "scopes",
        key.scopes(),
        "expiresAt",
        expiry(lifetime));
  }

  private String expiry(Duration lifetime) {
    return clock.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String makeKey(
      Caller caller, Map<String, String> credential, Partner partner, Map<String, Object> request)
      throws IOException {
    String url = url("/v1/accounts/" + partner.account() + "/keys");
    Answer answer = caller.post(url, credential, JSON, json(request));
    return created(answer, "a key for " + partner.account()).text("/key");
  }

  private void create(Caller operator, String path, Map<String, Object> what) throws IOException {
    Answer answer = operator.post(url(path), Map.of(), JSON, json(what));
    boolean isThere = answer.status() == 201 || answer.status() == 409;
    if (!isThere) {
      throw new Failure(
          "could not create %s: %d %s".formatted(path, answer.status(), answer.body()));
    }
  }

  private String url(String path) {
    return ports.https(Service.AUTH) + path;
  }

  static String json(Map<String, Object> value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
