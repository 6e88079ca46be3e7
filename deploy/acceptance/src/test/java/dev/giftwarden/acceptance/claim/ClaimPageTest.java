package dev.giftwarden.acceptance.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.local.stack.Service;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The page of recipients, by curl and openssl.
class ClaimPageTest {
  private static final House HOUSE = House.started();
  private static final String FORM =
      "name=Ada&line1=1+Dorset+Street&city=London&postalCode=W1U+4EE&country=GB";

  private final Partner acme = Partner.enterprise(HOUSE, "claims");
  private final String token = acme.token(acme.sender(), "gift");
  private final String budget = acme.budget(token, 100_000);

  private String send() {
    Reply sent =
        post(
            HOUSE.gift + "/v2/gifts",
            """
            {"budget":"%s","value":{"amount":2500,"currency":"EUR"},
             "recipientData":{"name":"Ada Lovelace","email":"ada@example.com"}}
            """
                .formatted(budget));
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    return sent.text("/id");
  }

  private String link(String gift) {
    Reply made = post(HOUSE.gift + "/v2/gifts/" + gift + "/link", "");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.text("/url");
  }

  private Reply post(String url, String json) {
    return HOUSE.post(acme.certificate, url, json, "--oauth2-bearer", token);
  }

  private String state(String gift) {
    return HOUSE
        .curl(acme.certificate, HOUSE.gift + "/v2/gifts/" + gift, "--oauth2-bearer", token)
        .text("/state");
  }

  private static Reply open(String... arguments) {
    return HOUSE.curl(Identity.NONE, arguments);
  }

  @Test
  @DisplayName("G2 a link outlives the service that made it, and claims once, whatever was killed")
  void survives() {
    String gift = send();
    String link = link(gift);
    assertThat(open(link).status()).isEqualTo(200);

    HOUSE.stack().replica(Service.GIFT).kill9();
    HOUSE.stack().restart(Service.GIFT);

    assertThat(open(link + "/claim", "--data", FORM).status()).isEqualTo(303);
    assertThat(open(link + "/claim", "--data", FORM).status()).isEqualTo(303);
    assertThat(state(gift)).isEqualTo("claimed");
    assertThat(
            HOUSE
                .curl(
                    acme.certificate,
                    HOUSE.gift + "/v2/budgets/" + budget,
                    "--oauth2-bearer",
                    token)
                .text("/available/amount"))
        .isEqualTo("97500");
  }

  @Test
  @DisplayName("M3 U4 the page has one name, leads to no other host, and never to plaintext")
  void oneName() {
    String link = link(send());

    assertThat(open(link, "--header", "Host: gifts.giftwarden.example").status()).isEqualTo(421);
    assertThat(open(link + "/decline", "--data", "").headers())
        .containsEntry("location", link.substring(link.lastIndexOf('/')));
    assertThat(exit(link.replace("https:", "http:"))).isNotZero();
    assertThat(exit("--tls-max", "1.2", link)).isEqualTo(35);
    assertThat(exit(link)).isZero();
  }

  private static int exit(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of("curl", "--silent", "--max-time", "20", "--cacert", HOUSE.root().toString()));
    line.addAll(List.of(arguments));
    return Command.run(Repository.ROOT, line.toArray(String[]::new)).exit();
  }

  @Test
  @DisplayName("K6 whoever tries links is stopped where it comes from, and nobody else is")
  void stopsGuessing() {
    String link = link(send());
    String wrong = link.substring(0, link.lastIndexOf('/')) + "/0123456789ABCDEFGHIJKL";
    for (int i = 0; i < 20; i++) {
      assertThat(open("--interface", "127.0.0.7", wrong).status()).isEqualTo(404);
    }

    Reply stopped = open("--interface", "127.0.0.7", link);

    assertThat(stopped.status()).isEqualTo(429);
    assertThat(stopped.headers()).containsEntry("retry-after", "60");
    assertThat(open("--interface", "127.0.0.8", link).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("C15 whoever opens the page is asked for no certificate")
  void asksForNone() {
    String atTheApi = messages(HOUSE.ports().of(Service.GIFT).https());
    String atThePage = messages(HOUSE.ports().claim());

    assertThat(atTheApi).contains("Verify return code: 0 (ok)", "CertificateRequest");
    assertThat(atThePage)
        .contains("Verify return code: 0 (ok)")
        .doesNotContain("CertificateRequest");
  }

  private static String messages(int port) {
    String line =
        "openssl s_client -connect localhost:%d -servername localhost -CAfile %s -msg </dev/null 2>&1";
    return Command.run(Repository.ROOT, "bash", "-c", line.formatted(port, HOUSE.root())).output();
  }
}
