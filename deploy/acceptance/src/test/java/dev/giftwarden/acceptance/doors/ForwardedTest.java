package dev.giftwarden.acceptance.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What proxies say about the client, said by the client: nobody believes a word.
class ForwardedTest {
  private static final House HOUSE = House.started();

  private static Partner acme;
  private static String token;

  @BeforeAll
  static void anAccount() {
    acme = Partner.enterprise(HOUSE, "forwarded");
    token = acme.token(acme.key(List.of("gifts:read")), "gift");
  }

  /// Every form in which known proxies hand on a client's certificate.
  private static List<String> certificateHeaders() throws IOException {
    String pem = Files.readString(acme.certificate.certificate());
    String leaf = pem.substring(0, pem.indexOf("-----END CERTIFICATE-----") + 25);
    String base64 = leaf.replaceAll("-----[A-Z ]+-----|\\s", "");
    String escaped = URLEncoder.encode(leaf, UTF_8);
    String uri = "spiffe://partners.giftwarden.example/account/" + acme.account + "/client/erp";
    return List.of(
        "Client-Cert: :" + base64 + ":", // RFC 9440
        "Client-Cert-Chain: :" + base64 + ":",
        "Client_Cert: :" + base64 + ":",
        "X-SSL-CERT: " + escaped,
        "X_SSL_CERT: " + escaped,
        "X-SSL-Client-Cert: " + escaped,
        "X-SSL-Client-Verify: SUCCESS",
        "X-Client-Cert: " + escaped,
        "X-Forwarded-Tls-Client-Cert: " + escaped,
        "X-Amzn-Mtls-Clientcert: " + escaped,
        "X-Forwarded-Client-Cert: Hash=%s;Cert=\"%s\";URI=%s"
            .formatted(acme.certificate.thumbprint(), escaped, uri),
        "X_Forwarded_Client_Cert: Cert=\"%s\";URI=%s".formatted(escaped, uri),
        "SSL_CLIENT_CERT: " + escaped);
  }

  private static List<String> addressHeaders(String address) {
    return List.of(
        "Forwarded: for=%s;proto=https;host=localhost".formatted(address),
        "X-Forwarded-For: " + address,
        "X_Forwarded_For: " + address,
        "X-Real-IP: " + address,
        "True-Client-IP: " + address,
        "X-Client-IP: " + address,
        "X-Forwarded-Host: elsewhere.example",
        "X-Forwarded-Proto: http",
        "X-Forwarded-Port: 80");
  }

  @Test
  @DisplayName(
      "T8 a certificate in a header, in every form, twice, and all at once, proves nothing")
  void certificates() throws IOException {
    List<String> headers = certificateHeaders();
    for (String header : headers) {
      assertThat(gifts(Identity.NONE, token, header))
          .as(header)
          .isEqualTo("401 certificate-required");
    }
    assertThat(gifts(Identity.NONE, token, headers.getFirst(), headers.getFirst()))
        .isEqualTo("401 certificate-required");
    String[] all = headers.toArray(String[]::new);
    assertThat(gifts(Identity.NONE, token, all)).isEqualTo("401 certificate-required");
    Identity thief = HOUSE.issue("partner", acme.account, "thief");
    assertThat(gifts(thief, token, all)).isEqualTo("401 certificate-mismatch");
    assertThat(gifts(acme.certificate, token, all)).isEqualTo("200");
  }

  @Test
  @DisplayName("T8 K5 an address in a header lets nobody in, and keeps nobody out")
  void addresses() {
    String elsewhere = acme.key(List.of("gifts:read"), networks("203.0.113.0/24")).secret();
    String here = acme.key(List.of("gifts:read"), networks("127.0.0.0/8")).secret();
    for (String header : addressHeaders("203.0.113.7")) {
      assertThat(gifts(acme.certificate, elsewhere, header))
          .as(header)
          .isEqualTo("403 address-not-allowed");
      assertThat(gifts(acme.certificate, here, header)).as(header).isEqualTo("200");
    }
    String[] all = addressHeaders("203.0.113.7").toArray(String[]::new);
    assertThat(gifts(acme.certificate, elsewhere, all)).isEqualTo("403 address-not-allowed");
    String[] twice = {"X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: 203.0.113.8, 127.0.0.1"};
    assertThat(gifts(acme.certificate, elsewhere, twice)).isEqualTo("403 address-not-allowed");
    assertThat(gifts(acme.certificate, here, all)).isEqualTo("200");
  }

  private static String networks(String network) {
    return "\"networks\":[\"" + network + "\"]";
  }

  private static String gifts(Identity over, String credential, String... headers) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of(HOUSE.gift + "/v1/gifts", "--oauth2-bearer", credential));
    Arrays.stream(headers).forEach(header -> line.addAll(List.of("--header", header)));
    return HOUSE.curl(over, line.toArray(String[]::new)).outcome();
  }
}
