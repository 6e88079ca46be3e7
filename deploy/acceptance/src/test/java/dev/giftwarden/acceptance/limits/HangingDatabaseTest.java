package dev.giftwarden.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.local.stack.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Somebody holds a lock and does not let go: callers are told so, and nobody waits for ever.
class HangingDatabaseTest {
  /// Eight seconds, and a slow machine; curl gives up after 20.
  private static final Duration ANSWERED_BY = Duration.ofSeconds(18);

  private static final House HOUSE = House.started();

  /// A table, and somebody who reads it through the service.
  private record Locked(Service service, String table, Supplier<Reply> read) {}

  private static List<Locked> all() {
    Partner acme = Partner.standard(HOUSE, "hanging");
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read", "accounts:read"));
    String subAccounts = "/v1/accounts/" + acme.account + "/sub-accounts";
    return List.of(
        locked(acme, key, Service.AUTH, "sub_account", subAccounts),
        locked(acme, key, Service.GIFT, "gift", "/v1/gifts"),
        locked(acme, key, Service.AUDIT, "event", "/v1/audit/events"));
  }

  private static Locked locked(
      Partner acme, Partner.Key key, Service service, String table, String path) {
    String token = acme.token(key, service.id());
    String url = HOUSE.ports().https(service) + path;
    return new Locked(
        service, table, () -> HOUSE.curl(acme.certificate, url, "--oauth2-bearer", token));
  }

  @Test
  @DisplayName("E1 each service answers 503 while a table of its own is locked, and then serves")
  void endWhatHangs() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> hanging = new ArrayList<>();
      for (Locked one : all()) {
        hanging.add(
            threads.submit(() -> {
              endsWhatHangs(one);
              return true;
            }));
      }
      for (Future<?> one : hanging) {
        one.get();
      }
    }
  }

  private static void endsWhatHangs(Locked locked) throws SQLException {
    assertThat(locked.read().get().status()).as(locked.table()).isEqualTo(200);
    try (var other = HOUSE.superuser(locked.service().id());
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      var _ = statement.execute("lock table " + locked.table() + " in access exclusive mode");
      long begin = System.nanoTime();
      Reply hanging = locked.read().get();
      assertThat(hanging.outcome()).as(hanging.body()).isEqualTo("503 busy");
      assertThat(hanging.headers()).containsKey("retry-after");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ANSWERED_BY);
      other.rollback();
    }
    assertThat(locked.read().get().status()).as(locked.table()).isEqualTo(200);
  }
}
