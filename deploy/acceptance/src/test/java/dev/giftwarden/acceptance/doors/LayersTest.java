package dev.giftwarden.acceptance.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Certificate (C), key (K) and token (T), each alone and together, for an account that requires
/// client certificates and for one that does not.
class LayersTest {
  private static final House HOUSE = House.started();
  private static final List<String> SCOPES = List.of("gifts:read", "audit:read");

  /// What one account can come with; a token by audience.
  private record Bag(
      Partner partner,
      Partner.Key key,
      Identity other,
      Map<String, String> bound,
      Map<String, String> toOther,
      Map<String, String> unbound) {}

  private static Bag required;
  private static Bag optional;

  @BeforeAll
  static void fillBags() {
    required = bag(Partner.enterprise(HOUSE, "layers"), false);
    optional = bag(Partner.standard(HOUSE, "layers"), true);
  }

  private static Bag bag(Partner partner, boolean worksWithout) {
    HOUSE.asOperator(
        "/v1/accounts/" + partner.account + "/clients",
        """
        {"id":"web","name":"Web","environment":"live","scopes":["gifts:read","audit:read"]}\
        """);
    Identity other = HOUSE.issue("partner", partner.account, "web");
    Partner.Key key = partner.key(SCOPES);
    return new Bag(
        partner,
        key,
        other,
        tokens(partner, partner.certificate, key),
        tokens(partner, other, key),
        worksWithout ? tokens(partner, Identity.NONE, key) : Map.of());
  }

  private static Map<String, String> tokens(Partner partner, Identity over, Partner.Key key) {
    return Map.of(
        "gift", partner.token(over, key, "gift"), "audit", partner.token(over, key, "audit"));
  }

  /// `K T`: both headers; `T'`: the token bound to another certificate; `U`: an unbound one.
  private static Reply call(String service, Bag bag, String brought) {
    List<String> line = new ArrayList<>();
    line.add(service.equals("gift") ? HOUSE.gift + "/v1/gifts" : HOUSE.audit + "/v1/audit/events");
    Identity over = Identity.NONE;
    for (String item : brought.split(" ")) {
      switch (item) {
        case "C" -> over = bag.partner().certificate;
        case "K" -> line.addAll(List.of("--header", "X-Api-Key: " + bag.key().secret()));
        case "T" -> line.addAll(List.of("--oauth2-bearer", bag.bound().get(service)));
        case "T'" -> line.addAll(List.of("--oauth2-bearer", bag.toOther().get(service)));
        case "U" -> line.addAll(List.of("--oauth2-bearer", bag.unbound().get(service)));
        default -> assertThat(item).isEqualTo("-");
      }
    }
    return HOUSE.curl(over, line.toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("T9 certificate, key and token: required | optional")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -      | 401 credentials-missing  | 401 credentials-missing
          C      | 401 credentials-missing  | 401 credentials-missing
          K      | 401 certificate-required | 200
          C K    | 200                      | 200
          T      | 401 certificate-required | 401 certificate-required
          U      |                          | 200
          C T    | 200                      | 200
          C T'   | 401 certificate-mismatch | 401 certificate-mismatch
          C U    |                          | 401 certificate-mismatch
          K T    | 400 two-credentials      | 400 two-credentials
          C K T  | 400 two-credentials      | 400 two-credentials
          K U    |                          | 400 two-credentials
          """)
  void matrix(String brought, String whereRequired, String whereOptional) {
    for (String service : List.of("gift", "audit")) {
      if (whereRequired != null) {
        assertThat(call(service, required, brought).outcome()).isEqualTo(whereRequired);
      }
      assertThat(call(service, optional, brought).outcome()).isEqualTo(whereOptional);
    }
  }

  @Test
  @DisplayName("M4 an account that requires certificates issues no unbound token, to no key")
  void accountBeatsKey() {
    Partner acme = required.partner();
    String thumbprint = acme.certificate.thumbprint();
    for (String member :
        List.of(
            "\"networks\":[]",
            "\"networks\":[\"127.0.0.0/8\"]",
            "\"certificates\":[]",
            "\"certificates\":[\"" + thumbprint + "\"]")) {
      Partner.Key key = acme.key(SCOPES, member);
      assertThat(tokenRequest(Identity.NONE, key)).as(member).isEqualTo("401 invalid_client");
      assertThat(bare(Identity.NONE, key)).as(member).isEqualTo("401 certificate-required");
      assertThat(tokenRequest(acme.certificate, key)).as(member).isEqualTo("200 ");
      assertThat(bare(acme.certificate, key)).as(member).isEqualTo("200");
    }
  }

  @Test
  @DisplayName("M4 a key that is bound to a certificate needs it where the account needs none")
  void boundKey() {
    Partner bluebird = optional.partner();
    String bound = "\"certificates\":[\"" + bluebird.certificate.thumbprint() + "\"]";
    Partner.Key key = bluebird.key(SCOPES, bound);
    assertThat(bare(Identity.NONE, key)).isEqualTo("401 certificate-required");
    assertThat(tokenRequest(Identity.NONE, key)).isEqualTo("401 invalid_client");
    assertThat(bare(optional.other(), key)).isEqualTo("401 certificate-mismatch");
    assertThat(tokenRequest(optional.other(), key)).isEqualTo("401 invalid_client");
    assertThat(bare(bluebird.certificate, key)).isEqualTo("200");
    assertThat(bare(optional.other(), optional.key())).isEqualTo("200");
  }

  private static String bare(Identity over, Partner.Key key) {
    return HOUSE.curl(over, HOUSE.gift + "/v1/gifts", "--oauth2-bearer", key.secret()).outcome();
  }

  private static String tokenRequest(Identity over, Partner.Key key) {
    Reply reply =
        HOUSE.curl(
            over,
            HOUSE.auth + "/oauth2/token",
            "--user",
            key.id() + ":" + key.secret(),
            "--data",
            "grant_type=client_credentials&audience=gift");
    return reply.status() + " " + reply.text("/error");
  }
}
