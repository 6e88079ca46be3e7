package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A revoked certificate is dead on the connections that are open, and on those that come.
class RevokedCertificateTest {
  private static final House HOUSE = House.started();
  private static final String DEAD = "401 certificate-revoked";

  /// The staleness bound, and a slow machine.
  private static final Duration BOUND = Duration.ofSeconds(20);

  /// So many that a snapshot of them has several parts.
  private static final int MANY = 20_000;

  /// One connection that stays open, and what it asks with.
  private record Open(Https connection, String url, String credential) implements AutoCloseable {
    String outcome() {
      var request = HttpRequest.newBuilder(URI.create(url)).GET();
      return connection.send(request.header("Authorization", "Bearer " + credential)).outcome();
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  @Test
  @DisplayName("C6 C14 Z4 dead on every open connection, with a token and a bare key, and for good")
  void deadEverywhere() {
    Partner acme = Partner.enterprise(HOUSE, "dead");
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read", "keys:read"));
    Identity next = HOUSE.issue("partner", acme.account, "erp");
    String kept = acme.token(next, key, "gift");
    List<Open> open = open(acme.certificate, HOUSE.gift, acme, key);
    Replica fresh = null;
    try {
      assertThat(open).allSatisfy(each -> assertThat(each.outcome()).isEqualTo("200"));

      revoke(acme, "keyCompromise");

      for (Open each : open) {
        assertThat(Eventually.becomes(BOUND, DEAD, each::outcome)).as(each.url()).isEqualTo(DEAD);
      }
      assertThat(read(acme.certificate, HOUSE.gift, key.secret())).isEqualTo(DEAD);
      assertThat(token(acme, key).text("/error")).isEqualTo("invalid_client");
      assertThat(read(next, HOUSE.gift, kept)).isEqualTo("200");

      fillInventoryOfTheDead();
      fresh = HOUSE.startReplica(Service.GIFT);
      assertThat(read(acme.certificate, fresh.https(), key.secret())).isEqualTo(DEAD);
      assertThat(read(next, fresh.https(), kept)).isEqualTo("200");
    } finally {
      open.forEach(Open::close);
      if (fresh != null) {
        fresh.close();
      }
    }
  }

  /// Over HTTP/1.1 and HTTP/2, at each public listener, with a token and with the key itself.
  private static List<Open> open(
      Identity certificate, String gift, Partner partner, Partner.Key key) {
    var open = new ArrayList<Open>();
    for (Version version : Version.values()) {
      for (String audience : List.of("gift", "audit", "auth")) {
        String url =
            switch (audience) {
              case "gift" -> gift + "/v1/gifts";
              case "audit" -> HOUSE.audit + "/v1/audit/events";
              default -> HOUSE.auth + "/v1/accounts/" + partner.account + "/keys";
            };
        for (String credential : List.of(partner.token(key, audience), key.secret())) {
          var folder =
              TlsFolder.open(Objects.requireNonNull(certificate.folder()), InstantSource.system());
          open.add(new Open(Https.over(Tls.as(folder, audience), version), url, credential));
        }
      }
    }
    return open;
  }

  private static void revoke(Partner partner, String reason) {
    var own =
        TlsFolder.open(Objects.requireNonNull(partner.certificate.folder()), InstantSource.system())
            .own();
    Reply revoked =
        HOUSE.post(
            HOUSE.operator(),
            HOUSE.auth
                + "/v1/accounts/%s/clients/erp/certificates/%s/revoke"
                    .formatted(partner.account, own.serial()),
            "{\"reason\":\"%s\",\"notAfter\":\"%s\"}".formatted(reason, own.notAfter()));
    assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
  }

  private static String read(Identity certificate, String gift, String credential) {
    return HOUSE.curl(certificate, gift + "/v1/gifts", "--oauth2-bearer", credential).outcome();
  }

  private static Reply token(Partner partner, Partner.Key key) {
    return HOUSE.curl(
        partner.certificate,
        HOUSE.auth + "/oauth2/token",
        "--user",
        key.id() + ":" + key.secret(),
        "--data",
        "grant_type=client_credentials&audience=gift");
  }

  /// They end soon, so that nobody is burdened with them for long.
  private static void fillInventoryOfTheDead() {
    try (var connection = HOUSE.superuser("auth");
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into revoked_certificate
            (serial, kind, holder, not_after, reason, revoked_at, revoked_by)
          select 'dead' || lpad(to_hex(n), 28, '0'), 'service',
            'spiffe://services.giftwarden.example/none', now() + interval '2 minutes',
            'superseded', now(), 'a test'
          from generate_series(1, %d) n
          """
              .formatted(MANY));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
