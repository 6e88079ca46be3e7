package dev.giftwarden.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.local.stack.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Somebody holds a lock and does not let go: callers are told so, and nobody waits for ever.
class HangingDatabaseTest {
  /// Eight seconds, and a slow machine; curl gives up after 20.
  private static final Duration ANSWERED_BY = Duration.ofSeconds(18);

  private static final House HOUSE = House.started();

  @ParameterizedTest(name = "E1 {0} answers 503 while its table {1} is locked, and then serves")
  @CsvSource({
    "AUTH, sub_account, /v1/accounts/{id}/sub-accounts",
    "GIFT, gift, /v1/gifts",
    "AUDIT, event, /v1/audit/events",
  })
  @DisplayName("E1 a statement that hangs on a lock ends")
  void endsWhatHangs(String service, String table, String path) throws SQLException {
    String database = service.toLowerCase(Locale.ROOT);
    Partner acme = Partner.standard(HOUSE, "hanging");
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read", "accounts:read"));
    String token = acme.token(key, database);
    String url = HOUSE.ports().https(Service.valueOf(service)) + path.replace("{id}", acme.account);
    Supplier<Reply> read = () -> HOUSE.curl(acme.certificate, url, "--oauth2-bearer", token);
    assertThat(read.get().status()).isEqualTo(200);
    try (var other = HOUSE.superuser(database);
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      var _ = statement.execute("lock table " + table + " in access exclusive mode");
      long begin = System.nanoTime();
      Reply hanging = read.get();
      assertThat(hanging.outcome()).as(hanging.body()).isEqualTo("503 busy");
      assertThat(hanging.headers()).containsKey("retry-after");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ANSWERED_BY);
      other.rollback();
    }
    assertThat(read.get().status()).isEqualTo(200);
  }
}
