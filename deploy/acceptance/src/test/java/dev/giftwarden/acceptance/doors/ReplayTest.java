package dev.giftwarden.acceptance.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.local.stack.Service;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A captured request, byte for byte, and a man in the middle with everything he can read.
class ReplayTest {
  private static final House HOUSE = House.started();

  @TempDir private static Path folder;

  private static Partner acme;
  private static Partner.Key sender;
  private static String token;
  private static Identity thief;
  private static Identity stranger;

  @BeforeAll
  static void victimAndThieves() {
    acme = Partner.enterprise(HOUSE, "replay");
    sender = acme.sender();
    token = acme.token(sender, "gift");
    thief = HOUSE.issue("partner", acme.account, "thief");
    stranger = Partner.enterprise(HOUSE, "stranger").certificate;
  }

  @Test
  @DisplayName(
      "T10 a captured send is 401 over other certificates and none, and acts once over its own")
  void capturedSend() {
    String budget = acme.budget(token, 100_00);
    String json =
        """
        {"budgetId":"%s","amount":4000,"currency":"EUR","recipient":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}\
        """
            .formatted(budget);
    Request captured =
        Request.post(
            "/v1/gifts", json, "Authorization: Bearer " + token, "Idempotency-Key: captured");
    Reply first = captured.over(HOUSE, acme.certificate, HOUSE.gift);
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(first.headers()).doesNotContainKey("idempotent-replayed");

    assertThat(captured.outcome(HOUSE, thief, HOUSE.gift)).isEqualTo("401 certificate-mismatch");
    assertThat(captured.outcome(HOUSE, stranger, HOUSE.gift)).isEqualTo("401 certificate-mismatch");
    assertThat(captured.outcome(HOUSE, Identity.NONE, HOUSE.gift))
        .isEqualTo("401 certificate-required");

    Reply again = captured.over(HOUSE, acme.certificate, HOUSE.gift);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(again.body()).isEqualTo(first.body());
    Reply left =
        HOUSE.curl(
            acme.certificate, HOUSE.gift + "/v1/budgets/" + budget, "--oauth2-bearer", token);
    assertThat(left.json().at("/available").asLong()).isEqualTo(60_00);
  }

  @Test
  @DisplayName("T10 a captured read of the log is 401 over other certificates and none")
  void capturedRead() {
    String reading = acme.token(acme.key(List.of("audit:read")), "audit");
    Request captured = Request.get("/v1/audit/events", "Authorization: Bearer " + reading);
    assertThat(captured.outcome(HOUSE, acme.certificate, HOUSE.audit)).isEqualTo("200");
    assertThat(captured.outcome(HOUSE, thief, HOUSE.audit)).isEqualTo("401 certificate-mismatch");
    assertThat(captured.outcome(HOUSE, stranger, HOUSE.audit))
        .isEqualTo("401 certificate-mismatch");
    assertThat(captured.outcome(HOUSE, Identity.NONE, HOUSE.audit))
        .isEqualTo("401 certificate-required");
  }

  @Test
  @DisplayName("M7 a proxy that ends TLS has the token, and with its own certificate gains nothing")
  void manInTheMiddle() {
    Pki corporate = Pki.init(folder.resolve("corporate"), InstantSource.system());
    corporate.issueEdge("gift", List.of("localhost"), folder.resolve("face"));
    String trusted = folder.resolve("corporate/root/ca.crt").toString();
    int gift = HOUSE.ports().of(Service.GIFT).https();
    try (var proxy = new TerminatingProxy(folder.resolve("face"), thief, gift)) {
      String gifts = proxy.url() + "/v1/gifts";
      String[] stolen = {"--cacert", trusted, "--oauth2-bearer", token};
      assertThat(HOUSE.curl(acme.certificate, with(gifts, stolen)).outcome())
          .isEqualTo("401 certificate-mismatch");
      String[] key = {"--cacert", trusted, "--oauth2-bearer", bound().secret()};
      assertThat(HOUSE.curl(acme.certificate, with(gifts, key)).outcome())
          .isEqualTo("401 certificate-mismatch");
      assertThat(exitOf(acme.certificate, gifts)).as("curl does not trust it").isEqualTo(60);
    }
    assertThat(
            HOUSE
                .curl(acme.certificate, HOUSE.gift + "/v1/gifts", "--oauth2-bearer", token)
                .outcome())
        .isEqualTo("200");
  }

  /// Without a bound certificate, a key of this account would work for any of its clients.
  private static Partner.Key bound() {
    return acme.key(
        List.of("gifts:read"), "\"certificates\":[\"" + acme.certificate.thumbprint() + "\"]");
  }

  private static int exitOf(Identity identity, String url) {
    return Command.run(
            Repository.ROOT,
            "curl",
            "--silent",
            "--cacert",
            HOUSE.root().toString(),
            "--cert",
            identity.certificate().toString(),
            "--key",
            identity.key().toString(),
            url)
        .exit();
  }

  private static String[] with(String first, String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }
}
