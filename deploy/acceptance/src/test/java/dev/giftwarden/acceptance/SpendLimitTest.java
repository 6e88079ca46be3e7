package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A key with a limit, from the administrator who makes it to the gift that it cannot send.
class SpendLimitTest {
  private static final House HOUSE = House.started();

  /// What is promised on any machine: the staleness bound.
  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final String EXCEEDED = "403 spend-limit-exceeded";

  private final Partner acme = Partner.enterprise(HOUSE, "limited");
  private final String budget = acme.budget(acme.token(acme.sender(), "gift"), 100_000);

  /// Before there is an administrator, and nobody else may make keys.
  private final Partner.Key reader = acme.key(List.of("budgets:read"));

  private final Partner.Key admin =
      acme.key(List.of("keys:write", "keys:read"), "\"grantableScopes\":[\"gifts:send\"]");

  @Test
  @DisplayName("K18 G3 a limit that is changed holds with the next call of an open connection")
  void changed() {
    Partner.Key key = made(limit(100, "month"));
    try (Caller open = Caller.with(Objects.requireNonNull(acme.certificate.folder()), "gift")) {
      assertThat(send(open, key, 60)).isEqualTo("201");
      assertThat(send(open, key, 41)).isEqualTo(EXCEEDED);
      change(key, limit(80, "month"));
      assertThat(Eventually.becomes(BOUND, EXCEEDED, () -> send(open, key, 30)))
          .isEqualTo(EXCEEDED);
      change(key, limit(1_000, "month"));
      assertThat(Eventually.becomes(BOUND, "201", () -> send(open, key, 500))).isEqualTo("201");
      change(key, "null");
      assertThat(Eventually.becomes(BOUND, "201", () -> send(open, key, 5_000))).isEqualTo("201");
    }
  }

  @Test
  @DisplayName("K11 K18 the key that takes over spends what its predecessor has left")
  void rotated() {
    Partner.Key first = made(limit(100, "once"));
    Reply next = asAdmin("POST", "/" + first.id() + "/rotate", "{\"overlap\":\"PT1H\"}");
    assertThat(next.status()).as(next.body()).isEqualTo(201);
    Partner.Key second = new Partner.Key(next.text("/id"), next.text("/key"));
    try (Caller open = Caller.with(Objects.requireNonNull(acme.certificate.folder()), "gift")) {
      assertThat(send(open, first, 70)).isEqualTo("201");
      assertThat(send(open, second, 31)).isEqualTo(EXCEEDED);
      assertThat(send(open, second, 30)).isEqualTo("201");
      assertThat(send(open, first, 1)).isEqualTo(EXCEEDED);
    }
  }

  @Test
  @DisplayName("K18 K23 the report leads to what a key can still spend, and that is what it spends")
  void spendable() {
    Partner.Key first = made(limit(700, "month"));
    Reply next = asAdmin("POST", "/" + first.id() + "/rotate", "{\"overlap\":\"PT1H\"}");
    Partner.Key second = new Partner.Key(next.text("/id"), next.text("/key"));
    try (Caller open = Caller.with(Objects.requireNonNull(acme.certificate.folder()), "gift")) {
      assertThat(send(open, first, 77)).isEqualTo("201");
      String url = HOUSE.auth + "/v1/accounts/" + acme.account + "/keys/" + second.id();
      Reply report = HOUSE.curl(HOUSE.operator(), url + "/blast-radius");
      String path = HOUSE.gift + report.text("/spending/path");

      assertThat(spendable(path)).isEqualTo(700 - 77);

      assertThat(spendAll(open, second)).isEqualTo(700 - 77);
      assertThat(spendable(path)).isZero();
    }
  }

  private long spendable(String url) {
    Reply said = HOUSE.curl(acme.certificate, url, "--oauth2-bearer", reader.secret());
    assertThat(said.status()).as(said.body()).isEqualTo(200);
    return said.json().at("/spendable/0/amount").asLong();
  }

  /// By gifts that get smaller until not even one unit is left.
  private long spendAll(Caller open, Partner.Key key) {
    long spent = 0;
    for (long amount = 512; amount > 0; amount /= 2) {
      while (send(open, key, amount).equals("201")) {
        spent += amount;
      }
    }
    return spent;
  }

  private Partner.Key made(String limit) {
    Instant expiry = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(1));
    Reply made =
        asAdmin(
            "POST",
            "",
            """
            {"environment":"live","scopes":["gifts:send"],"expiresAt":"%s","spendLimit":%s}\
            """
                .formatted(expiry, limit));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return new Partner.Key(made.text("/id"), made.text("/key"));
  }

  private void change(Partner.Key key, String limit) {
    Reply changed = asAdmin("PATCH", "/" + key.id(), "{\"spendLimit\":" + limit + "}");
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
  }

  private Reply asAdmin(String method, String path, String json) {
    return HOUSE.post(
        acme.certificate,
        HOUSE.auth + "/v1/accounts/" + acme.account + "/keys" + path,
        json,
        "--request",
        method,
        "--oauth2-bearer",
        admin.secret());
  }

  private static String limit(long amount, String period) {
    return "{\"amount\":%d,\"currency\":\"EUR\",\"period\":\"%s\"}".formatted(amount, period);
  }

  private String send(Caller open, Partner.Key key, long amount) {
    String body =
        """
        {"budgetId":"%s","amount":%d,"currency":"EUR",
         "recipient":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}\
        """
            .formatted(budget, amount);
    try {
      Answer answer =
          open.post(
              HOUSE.gift + "/v1/gifts",
              Map.of("Authorization", "Bearer " + key.secret()),
              "application/json",
              body);
      String type = answer.status() == 201 ? "" : answer.text("/type");
      return (answer.status() + " " + type.substring(type.lastIndexOf('/') + 1)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
