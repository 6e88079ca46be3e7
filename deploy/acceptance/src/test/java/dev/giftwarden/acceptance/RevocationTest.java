package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A revoked key is dead everywhere, tokens and all; without the feed nobody is trusted.
class RevocationTest {
  private static final House HOUSE = House.started();
  private static final String DEAD = "401 token-revoked";

  /// What is promised on any machine: the staleness bound. How soon it is in truth, a benchmark
  /// says.
  private static final Duration BOUND = Duration.ofSeconds(10);

  @Test
  @DisplayName("K11 T6 a revoked key's outstanding tokens are refused at gift and audit")
  void revoked() {
    Partner acme = Partner.enterprise(HOUSE, "revoked");
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read"));
    String gift = acme.token(key, "gift");
    String audit = acme.token(key, "audit");
    assertThat(read(acme, "gift", gift).outcome()).isEqualTo("200");
    assertThat(read(acme, "audit", audit).outcome()).isEqualTo("200");

    Reply revoked =
        HOUSE.post(
            HOUSE.operator(),
            HOUSE.auth + "/v1/accounts/" + acme.account + "/keys/" + key.id() + "/revoke",
            "{}");
    assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);

    assertThat(Eventually.becomes(BOUND, DEAD, () -> read(acme, "gift", gift).outcome()))
        .isEqualTo(DEAD);
    assertThat(Eventually.becomes(BOUND, DEAD, () -> read(acme, "audit", audit).outcome()))
        .isEqualTo(DEAD);
    assertThat(read(acme, "gift", key.secret()).outcome()).isEqualTo("401 key-revoked");
    Partner.Key other = acme.key(List.of("gifts:read"));
    assertThat(read(acme, "gift", acme.token(other, "gift")).outcome()).isEqualTo("200");
  }

  @Test
  @DisplayName(
      "T6 Z4 a token that its holder ends is refused on open connections, and others are not")
  void endedByItsHolder() {
    Partner acme = Partner.enterprise(HOUSE, "ended");
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read"));
    List<Open> open = new ArrayList<>();
    try {
      for (Version version : Version.values()) {
        for (String service : List.of("gift", "audit")) {
          open.add(new Open(acme, service, version, acme.token(key, service)));
        }
      }
      String kept = acme.token(key, "gift");
      assertThat(open).allSatisfy(each -> assertThat(each.outcome()).isEqualTo("200"));
      for (Open each : open) {
        assertThat(ask(acme, key, "introspect", each.token).text("/active")).isEqualTo("true");
        Reply revoked = ask(acme, key, "revoke", each.token);
        long answered = System.nanoTime();
        assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
        assertThat(Eventually.becomes(BOUND, DEAD, each::outcome)).isEqualTo(DEAD);
        System.out.println(
            "a token ended after " + (System.nanoTime() - answered) / 1_000_000 + " ms");
        assertThat(ask(acme, key, "introspect", each.token).body()).isEqualTo("{\"active\":false}");
      }
      assertThat(read(acme, "gift", kept).outcome()).isEqualTo("200");
      assertThat(read(acme, "gift", key.secret()).outcome()).isEqualTo("200");
    } finally {
      open.forEach(Open::close);
    }
  }

  /// One connection that stays open, and the token that it asks with.
  private static final class Open implements AutoCloseable {
    private final Https connection;
    private final String url;
    private final String token;

    Open(Partner partner, String service, Version version, String token) {
      var folder =
          TlsFolder.open(
              Objects.requireNonNull(partner.certificate.folder()), InstantSource.system());
      this.connection = Https.over(Tls.as(folder, service), version);
      this.url = url(service);
      this.token = token;
    }

    String outcome() {
      var request = HttpRequest.newBuilder(URI.create(url)).GET();
      return connection.send(request.header("Authorization", "Bearer " + token)).outcome();
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  private static Reply ask(Partner partner, Partner.Key key, String what, String token) {
    return HOUSE.curl(
        partner.certificate,
        HOUSE.auth + "/oauth2/" + what,
        "--user",
        key.id() + ":" + key.secret(),
        "--data",
        "token=" + token);
  }

  private static String url(String service) {
    return service.equals("gift") ? HOUSE.gift + "/v1/gifts" : HOUSE.audit + "/v1/audit/events";
  }

  private static Reply read(Partner partner, String service, String token) {
    return HOUSE.curl(partner.certificate, url(service), "--oauth2-bearer", token);
  }
}
