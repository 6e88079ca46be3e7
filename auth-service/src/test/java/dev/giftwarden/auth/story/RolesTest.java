package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("What the database's roles cannot do")
class RolesTest {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /// Where there is none, nothing is refused to whoever would change it.
  @BeforeAll
  static void aKeyThatSends() {
    var directory = new Directory();
    var _ = directory.key(directory.account("standard", "optional"), "gifts:send", "");
  }

  @ParameterizedTest(name = "auth: {0}")
  @ValueSource(
      strings = {
        "delete from account",
        "update account set id = 'other'",
        "update account set created_at = now()",
        "update client set environment = 'test'",
        "update certificate set not_after = now()",
        "delete from certificate",
        "update revoked_certificate set not_after = now()",
        "insert into partner_crl default values",
        "delete from partner_crl",
        "update partner_crl set number = number - 1",
        "update trust_change set certificate = null",
        "delete from api_key",
        "delete from api_version",
        "insert into api_version (id) values ('v9')",
        "delete from version_retirement",
        "update version_retirement set expires_at = now()",
        "update version_usage set account = 'other'",
        "update api_key set scopes = '{gifts:send}'",
        "update api_key set spend_amount = 1, spend_currency = 'EUR', spend_period = 'day'"
            + " where 'gifts:send' = any (scopes) and spend_amount is null",
        "update api_key set secret_sha256 = ''",
        "update api_key set not_before = now()",
        "delete from key_use",
        "update key_use set key = 'other'",
        "update key_route set route = 'GET /other'",
        "truncate key_route",
        "update account set routes_counted_from = '2000-01-01'",
        "update signing_key set public_key = ''",
        "update trust_change set epoch = 1",
        "truncate trust_change",
        "delete from trust_head",
        "update idempotency_record set target = 'x'",
        "truncate idempotency_record",
        "select * from audit_outbox",
        "create table mine (id int)",
        "alter table api_key add column mine int",
        "drop table api_key"
      })
  void applicationCannot(String sql) {
    refused("auth", sql);
  }

  @ParameterizedTest(name = "auth_worker: {0}")
  @ValueSource(
      strings = {
        "select * from account",
        "select * from api_key",
        "select * from signing_key",
        "select * from idempotency_record",
        "insert into trust_head (number) values (1)",
        "insert into audit_outbox (event) values ('')"
      })
  void workerCannot(String sql) {
    refused("auth_worker", sql);
  }

  @Test
  @DisplayName("Z4 scopes of a client change with its epoch alone")
  void scopesEndTokens() {
    var directory = new Directory();
    directory.client(directory.account("standard", "optional"), "erp", "gifts:read");
    refused("auth", "update client set scopes = scopes || '{gifts:cancel}'");
    refused("auth", "update client set scopes = '{budgets:read}', epoch = epoch - 1");
  }

  @Test
  @DisplayName("the roles can connect and read what is theirs: the refusals above are refusals")
  void rolesCanReadWhatIsTheirs() throws SQLException {
    assertThat(read("auth", "select count(*) >= 0 from account")).isTrue();
    assertThat(read("auth_worker", "select count(*) >= 0 from audit_outbox")).isTrue();
  }

  private static boolean read(String role, String sql) throws SQLException {
    try (var connection = TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, role);
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static void run(String role, String sql) throws SQLException {
    try (var connection = TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, role);
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  private static void refused(String role, String sql) {
    assertThatThrownBy(() -> run(role, sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
  }
}
