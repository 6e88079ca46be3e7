package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.DatabaseException;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Whom the database believes to act for, and for how long.
@QuarkusTest
class TenantTest extends ApiTest {

  private static final String WHO =
      """
      select pg_backend_pid() as connection, current_setting('app.account', true) as account,
             current_setting('app.sub_accounts', true) as sub_accounts
      """;

  private static final TenantScope ACME =
      new TenantScope(new AccountId("enter-acme"), Optional.empty(), Environment.LIVE);
  private static final TenantScope OTHER =
      new TenantScope(
          new AccountId("enter-other"),
          Optional.of(Set.of(new SubAccountId("sales"))),
          Environment.LIVE);

  @Inject Tenant tenant;
  @Inject AgroalDataSource database;

  /// What a connection says of itself.
  private record Told(long connection, String account, String subAccounts) {}

  @Test
  @DisplayName("K2 each statement of a transaction, and each one alone, knows whom it acts for")
  void knows() {
    List<String> inside = tenant.in(ACME, TenantTest::accountTwice);
    assertThat(inside).containsExactly("enter-acme", "enter-acme");

    List<String> alone = tenant.look(ACME, TenantTest::accountTwice);
    assertThat(alone).containsExactly("enter-acme", "enter-acme");

    Told other = tenant.look(OTHER, TenantTest::told);
    assertThat(other.account()).isEqualTo("enter-other");
    assertThat(other.subAccounts()).isEqualTo("sales");
  }

  @Test
  @DisplayName("K2 a connection forgets whom it acted for with each transaction and each statement")
  void forgets() throws SQLException {
    long looked = tenant.look(ACME, TenantTest::told).connection();
    assertThat(afterwards(looked).account()).isEmpty();

    long worked = tenant.in(ACME, TenantTest::told).connection();
    assertThat(afterwards(worked).account()).isEmpty();
  }

  @Test
  @DisplayName("K2 a statement that the driver has prepared on the server knows it too")
  void knowsWhenPrepared() {
    for (int run = 0; run < 20; run++) {
      assertThat(tenant.look(ACME, TenantTest::told).account()).isEqualTo("enter-acme");
    }
  }

  @Test
  @DisplayName("K2 a statement that goes with the words before it takes no null")
  void takesNoNull() {
    assertThatThrownBy(
            () -> tenant.look(ACME, session -> session.sql("select :x").set("x", null).exists()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("K2 a statement that fails leaves nothing to the next one on its connection")
  void forgetsFailures() throws SQLException {
    long looked = tenant.look(ACME, TenantTest::told).connection();
    assertThatThrownBy(() -> tenant.look(ACME, session -> session.sql("select 1 / 0").exists()))
        .isInstanceOf(DatabaseException.class);
    assertThat(afterwards(looked).account()).isEmpty();
  }

  @Test
  @DisplayName("E1 the database ends a transaction that does not end")
  void hasAnEnd() {
    String longest =
        tenant.in(
            ACME,
            session ->
                session.sql("show transaction_timeout").only(r -> r.text("transaction_timeout")));
    assertThat(longest).isEqualTo("10s");
  }

  private static List<String> accountTwice(TenantSession session) {
    return List.of(told(session).account(), told(session).account());
  }

  private static Told told(TenantSession session) {
    return session
        .sql(WHO)
        .only(row ->
            new Told(row.number("connection"), row.text("account"), row.text("sub_accounts")));
  }

  /// Asks a thread's own connection again, without saying for whom.
  private Told afterwards(long connection) throws SQLException {
    try (Connection again = database.getConnection();
        var row = again.createStatement().executeQuery(WHO)) {
      row.next();
      var told = new Told(row.getLong(1), row.getString(2), row.getString(3));
      assertThat(told.connection()).isEqualTo(connection);
      return told;
    }
  }
}
