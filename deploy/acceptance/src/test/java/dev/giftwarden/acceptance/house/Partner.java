package dev.giftwarden.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// An account of a test's own, made through the public API by an operator.
public final class Partner {
  private final House house;
  public final String account;
  public final Identity certificate;

  private Partner(House house, String account, Identity certificate) {
    this.house = house;
    this.account = account;
    this.certificate = certificate;
  }

  /// An account that refuses to talk without a client certificate, with one client.
  public static Partner enterprise(House house, String name) {
    return create(house, name, "enterprise", "required");
  }

  public static Partner standard(House house, String name) {
    return create(house, name, "standard", "optional");
  }

  private static Partner create(House house, String name, String plan, String mtls) {
    String account = house.fresh(name);
    house.asOperator(
        "/v1/accounts",
        "{\"id\":\"%s\",\"plan\":\"%s\",\"mtls\":\"%s\"}".formatted(account, plan, mtls));
    house.asOperator(
        "/v1/accounts/" + account + "/clients",
        """
        {"id":"erp","name":"ERP","environment":"live",
         "scopes":["gifts:read","gifts:send","budgets:read","audit:read"]}\
        """);
    return new Partner(house, account, house.issue("partner", account, "erp"));
  }

  public Partner withSubAccount(String id) {
    house.asOperator("/v1/accounts/" + account + "/sub-accounts", "{\"id\":\"" + id + "\"}");
    return this;
  }

  /// A key of this account with the scopes; more JSON members, such as `"subAccounts":["north"]`,
  /// may follow.
  public Key key(List<String> scopes, String... members) {
    Reply made = house.asOperator(keys(), described(scopes, members));
    return new Key(made.text("/id"), made.text("/key"));
  }

  /// Many, over one connection: a process of curl for each would take longer than most tests.
  public List<Key> keys(int count, List<String> scopes) {
    List<Key> made = new ArrayList<>();
    try (Caller operator =
        Caller.with(Objects.requireNonNull(house.operator().folder()), Service.AUTH.id())) {
      while (made.size() < count) {
        Answer answer =
            operator.post(house.auth + keys(), Map.of(), "application/json", described(scopes));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        made.add(new Key(answer.text("/id"), answer.text("/key")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return made;
  }

  private String keys() {
    return "/v1/accounts/" + account + "/keys";
  }

  private static String described(List<String> scopes, String... members) {
    Instant expiry = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(30));
    return "{\"environment\":\"live\",\"expiresAt\":\"%s\",\"scopes\":[\"%s\"]%s}"
        .formatted(
            expiry,
            String.join("\",\"", scopes),
            members.length == 0 ? "" : "," + String.join(",", members));
  }

  /// What is needed to send gifts and look at them.
  public Key sender(String... members) {
    return key(
        List.of(
            "gifts:read",
            "gifts:send",
            "gifts:cancel",
            "gifts:link",
            "gifts:fulfil",
            "budgets:read",
            "budgets:write",
            "campaigns:read",
            "campaigns:write",
            "recipients:read",
            "recipients:write",
            "webhooks:read",
            "webhooks:write"),
        members);
  }

  public record Key(String id, String secret) {}

  /// A token by key and certificate for one audience.
  public String token(Key key, String audience) {
    return token(certificate, key, audience);
  }

  public String token(Identity over, Key key, String audience) {
    Reply reply =
        house.curl(
            over,
            house.auth + "/oauth2/token",
            "--user",
            key.id() + ":" + key.secret(),
            "--data",
            "grant_type=client_credentials&audience=" + audience);
    if (reply.status() != 200) {
      throw new AssertionError("no token: " + reply);
    }
    return reply.text("/access_token");
  }

  public String budget(String token, long amount, String... members) {
    Reply reply =
        house.post(
            certificate,
            house.gift + "/v1/budgets",
            "{\"amount\":%d,\"currency\":\"EUR\"%s}"
                .formatted(amount, members.length == 0 ? "" : "," + String.join(",", members)),
            "--oauth2-bearer",
            token);
    if (reply.status() != 201) {
      throw new AssertionError("no budget: " + reply);
    }
    return reply.text("/id");
  }

  /// Its id.
  public String recipient(String token, String json) {
    Reply reply =
        house.post(certificate, house.gift + "/v1/recipients", json, "--oauth2-bearer", token);
    if (reply.status() != 201) {
      throw new AssertionError("no recipient: " + reply);
    }
    return reply.text("/id");
  }

  /// Its id.
  public String campaign(String token, String budget) {
    Reply reply =
        house.post(
            certificate,
            house.gift + "/v2/campaigns",
            "{\"name\":\"Thanks\",\"budget\":\"%s\"}".formatted(budget),
            "--oauth2-bearer",
            token);
    if (reply.status() != 201) {
      throw new AssertionError("no campaign: " + reply);
    }
    return reply.text("/id");
  }

  public Reply send(Identity over, String token, String budget, long amount, String... more) {
    String json =
        """
        {"budgetId":"%s","amount":%d,"currency":"EUR",
         "recipient":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}\
        """
            .formatted(budget, amount);
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--oauth2-bearer";
    arguments[1] = token;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return house.post(over, house.gift + "/v1/gifts", json, arguments);
  }
}
