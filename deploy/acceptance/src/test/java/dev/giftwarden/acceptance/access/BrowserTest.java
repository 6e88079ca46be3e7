package dev.giftwarden.acceptance.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.access.PackagedTables.Route;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.local.stack.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A browser that has somebody's certificate shows it for every page that asks, and keeps what it
/// is answered. The routes are those of the packaged tables, so a new one is asked by itself.
class BrowserTest {
  private static final House HOUSE = House.started();
  private static final String OAUTH = "POST /oauth2/";
  private static final List<String> PAGES =
      List.of("Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site");

  private static Partner acme;
  private static Partner.Key key;

  @BeforeAll
  static void somebody() {
    acme = Partner.enterprise(HOUSE, "browser");
    key = acme.key(List.of("gifts:read"));
  }

  private static Map<String, Route> table(Service service) {
    return new PackagedTables(service).routes();
  }

  private static Reply ask(Identity as, Service service, String route, String... headers) {
    String[] words = route.split(" ");
    String path =
        words[1]
            .replace("{account}", acme.account)
            .replace("{key}", key.id())
            .replaceAll("[{][a-zA-Z]+}", "0");
    List<String> line = new ArrayList<>(List.of(HOUSE.ports().https(service) + path));
    line.addAll(List.of("--request", words[0]));
    if (words[0].equals("POST")) {
      line.addAll(List.of("--data", "a=b")); // what a page can send unasked
    }
    for (String header : headers) {
      line.addAll(List.of("--header", header));
    }
    return HOUSE.curl(as, line.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Z3 a certificate alone does nothing at any route for a page of another site:")
  void certificateAlone(Service service) {
    List<Identity> somebody = new ArrayList<>(List.of(acme.certificate));
    if (service == Service.AUTH) {
      somebody.add(HOUSE.operator());
    }
    for (String route : table(service).keySet()) {
      if (route.startsWith(OAUTH)) {
        continue; // only the body says whether there is nothing else: below
      }
      for (Identity as : somebody) {
        for (String page : PAGES) {
          Reply reply = ask(as, service, route, page);
          // A form is what the other routes take no form of: that is said first.
          assertThat(reply.outcome())
              .as(route + " from " + page)
              .isIn("403 cross-site", "415 unsupported-media-type");
        }
      }
    }
  }

  @Test
  @DisplayName("Z3 a page of another site revokes no key, and its holder does")
  void revocation() {
    Partner.Key spare = acme.key(List.of("gifts:read"));
    String revoke = HOUSE.auth + "/v1/accounts/" + acme.account + "/keys/" + spare.id() + "/revoke";
    for (String page : PAGES) {
      Reply refused = HOUSE.curl(HOUSE.operator(), revoke, "--data", "a=b", "--header", page);
      assertThat(refused.outcome()).isEqualTo("403 cross-site");
    }
    assertThat(acme.token(spare, "gift")).isNotEmpty();
    assertThat(HOUSE.curl(HOUSE.operator(), revoke, "--request", "POST").status()).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "T1 T6 Z3 a page of another site gets a token by a key, or ends it, and by a certificate neither")
  void tokens() {
    String token = acme.token(key, "gift");
    for (String endpoint : List.of("token", "introspect", "revoke")) {
      String form = "grant_type=client_credentials&token=" + token + "&client_id=";
      String byCertificate = form + "erp";
      String byKey = form + key.id() + "&client_secret=" + key.secret();
      for (String page : PAGES) {
        Reply refused = oauth(endpoint, byCertificate, page);
        assertThat(refused.status()).as(endpoint).isEqualTo(403);
        assertThat(refused.text("/error")).isEqualTo("unauthorized_client");
        assertThat(refused.text("/error_uri")).endsWith("/problems/cross-site");
        assertThat(oauth(endpoint, byKey, page).status()).isEqualTo(200);
      }
      assertThat(oauth(endpoint, byCertificate, "Sec-Fetch-Site: none").status()).isEqualTo(200);
    }
  }

  private static Reply oauth(String endpoint, String form, String header) {
    return HOUSE.curl(
        acme.certificate, HOUSE.auth + "/oauth2/" + endpoint, "--data", form, "--header", header);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("E1 nobody keeps an answer of any route, but what is public:")
  void answers(Service service) {
    table(service)
        .forEach((route, rule) -> {
          for (Identity as : List.of(Identity.NONE, acme.certificate)) {
            Reply reply = ask(as, service, route);
            boolean kept = route.startsWith("GET ") && rule.open() && reply.status() < 400;
            assertThat(reply.headers())
                .as(route)
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("strict-transport-security", "max-age=31536000");
            assertThat(reply.headers().getOrDefault("cache-control", "").contains("no-store"))
                .as(route)
                .isEqualTo(!kept);
          }
        });
    Reply described = HOUSE.curl(Identity.NONE, HOUSE.ports().https(service) + "/openapi");
    assertThat(described.headers())
        .containsEntry("x-content-type-options", "nosniff")
        .doesNotContainKey("cache-control");
    Reply nothing = HOUSE.curl(Identity.NONE, HOUSE.ports().https(service) + "/openapi/x");
    assertThat(nothing.headers()).containsEntry("cache-control", "no-store");
  }
}
