package dev.giftwarden.acceptance.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.local.stack.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every certificate at every listener that speaks HTTP. Each request brings the same good token,
/// bound to the right certificate, so that the certificate is all that differs.
class PublicDoorsTest {
  private static final House HOUSE = House.started();

  @TempDir private static Path folder;

  private static Map<String, Identity> identities;
  private static Map<String, String> outcomes;
  private static Partner.Key key;

  @BeforeAll
  static void tryAll() {
    Partner acme = Partner.enterprise(HOUSE, "doors");
    identities = new Forgery(HOUSE, Forgery.Holder.partner(acme.account, "erp"), folder).all();
    identities.put("a service's", HOUSE.issue("service", "gift", "--dns", "localhost"));
    identities.put("an operator's", HOUSE.operator());
    identities.put("another client's", HOUSE.issue("partner", acme.account, "web"));
    identities.put("another account's", Partner.enterprise(HOUSE, "other").certificate);
    key = acme.key(List.of("accounts:read", "gifts:read", "audit:read"));
    Identity right = Forgery.named("right", identities);

    Cells cells = new Cells();
    for (String service : List.of("auth", "gift", "audit")) {
      Request request =
          Request.get(
              path(service, acme.account),
              "Authorization: Bearer " + acme.token(right, key, service));
      identities.forEach((name, identity) ->
          cells.add(name, service, () -> request.outcome(HOUSE, identity, url(service))));
      String management = "localhost:" + HOUSE.ports().of(service(service)).management();
      Request ready = Request.get("/q/health/ready");
      identities.forEach((name, identity) ->
          cells.add(name, service + " mgmt", () -> ready.outcome(HOUSE, identity, management)));
    }
    outcomes = cells.tried();
  }

  private static String path(String service, String account) {
    return switch (service) {
      case "auth" -> "/v1/accounts/" + account;
      case "gift" -> "/v1/gifts";
      default -> "/v1/audit/events";
    };
  }

  private static String url(String service) {
    return HOUSE.ports().https(service(service));
  }

  private static Service service(String id) {
    return switch (id) {
      case "auth" -> Service.AUTH;
      case "gift" -> Service.GIFT;
      default -> Service.AUDIT;
    };
  }

  /// Management asks nobody for a certificate, and shows nothing but its state.
  @ParameterizedTest(name = "{0}")
  @DisplayName("M1 C14 public and management listeners: certificate by certificate")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none                    | 401 certificate-required | 401 certificate-required | 401 certificate-required
          another root's          | alert 46                 | alert 46                 | alert 46
          expired                 | alert 46                 | alert 46                 | alert 46
          not yet valid           | alert 46                 | alert 46                 | alert 46
          self-signed             | alert 46                 | alert 46                 | alert 46
          self-signed with its id | alert 46                 | alert 46                 | alert 46
          for servers only        | alert 46                 | alert 46                 | alert 46
          another issuing CA's    | alert 46                 | alert 46                 | alert 46
          a service's             | alert 46                 | alert 46                 | alert 46
          an operator's           | 400 two-credentials      | alert 46                 | alert 46
          another client's        | 401 certificate-mismatch | 401 certificate-mismatch | 401 certificate-mismatch
          another account's       | 401 certificate-mismatch | 401 certificate-mismatch | 401 certificate-mismatch
          right                   | 200                      | 200                      | 200
          right, its leaf alone   | 200                      | 200                      | 200
          """)
  void doors(String certificate, String auth, String gift, String audit) {
    Map<String, String> wanted = Map.of("auth", auth, "gift", gift, "audit", audit);
    wanted.forEach((service, outcome) -> {
      assertThat(outcomes.get(Cells.key(certificate, service))).as(service).isEqualTo(outcome);
      assertThat(outcomes.get(Cells.key(certificate, service + " mgmt"))).isEqualTo("200");
    });
  }

  @Test
  @DisplayName("M1 A1 a leaf alone proves its holder to auth, too, where gift relays it with a key")
  void relaysALeafAlone() {
    Identity alone = Forgery.named("right, its leaf alone", identities);
    assertThat(alone.hasIssuer()).isFalse();
    Request bare = Request.get("/v1/gifts", "Authorization: Bearer " + key.secret());
    assertThat(bare.outcome(HOUSE, alone, HOUSE.gift)).isEqualTo("200");
    Identity another = Forgery.named("another client's", identities);
    assertThat(bare.outcome(HOUSE, another, HOUSE.gift)).isEqualTo("401 certificate-mismatch");
  }

  @Test
  @DisplayName("M1 curl needs no more than the leaf and its key")
  void curlsWithALeafAlone() {
    Identity alone = Forgery.named("right, its leaf alone", identities);
    Reply reply =
        HOUSE.curl(
            alone, HOUSE.gift + "/v1/gifts", "--header", "Authorization: Bearer " + key.secret());
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("M1 U3 what the alert does not say, POST /v1/certificates/check does")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another root's          | untrusted
          expired                 | expired
          not yet valid           | not-yet-valid
          self-signed             | self-signed key-not-accepted not-a-leaf wrong-use no-identity
          self-signed with its id | self-signed key-not-accepted not-a-leaf wrong-use
          for servers only        | wrong-use
          another issuing CA's    | name-outside-ca other-kind-of-ca
          a service's             | kind-not-accepted
          an operator's           | accepted
          right                   | accepted
          right, its leaf alone   | accepted
          """)
  void reasons(String certificate, String reasons) {
    Reply report =
        HOUSE.curl(
            Identity.NONE,
            HOUSE.auth + "/v1/certificates/check",
            "--header",
            "Content-Type: application/x-pem-file",
            "--data-binary",
            "@" + Forgery.named(certificate, identities).certificate());
    assertThat(report.status()).as(report.body()).isEqualTo(200);
    List<String> problems = new ArrayList<>();
    for (JsonNode found : report.json().at("/problems")) {
      problems.add(found.at("/problem").asText());
    }
    boolean accepted = report.json().at("/accepted").asBoolean();
    assertThat(accepted).isEqualTo(problems.isEmpty());
    assertThat(accepted ? List.of("accepted") : problems)
        .containsExactlyInAnyOrder(reasons.split(" "));
  }
}
