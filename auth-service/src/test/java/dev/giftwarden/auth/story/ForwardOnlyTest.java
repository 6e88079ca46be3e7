package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuthTest
@DisplayName("K10 T6 what is over stays over, also for whoever has auth's place at the database")
class ForwardOnlyTest {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String ACCOUNT = revokedKey();

  /// An account with one client and one key, which is revoked; its epoch is raised.
  private static String revokedKey() {
    var directory = new Directory();
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    var key = directory.key(account, "gifts:read", "");
    var path = "/v1/accounts/" + account + "/keys/" + key.get("id").asText();
    expose(key.get("id").asText());
    assertThat(Edge.operator().post(path + "/rotate", "{}").status()).isEqualTo(201);
    assertThat(Edge.operator().post(path + "/revoke", "").status()).isEqualTo(200);
    return account;
  }

  private static void expose(String id) {
    try (var connection = TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, "auth");
        var statement = connection.createStatement()) {
      var sql = "update api_key set exposed_at = now(), exposed_by = 'report' where id = '%s'";
      assertThat(statement.executeUpdate(sql.formatted(id))).isOne();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest(name = "{0} cannot: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auth       | update api_key set revoked_at = null where account = '%s'
          auth       | update api_key set revoked_at = now() + interval '1 year' where account = '%s'
          auth       | update api_key set revoked_at = null, epoch = epoch + 1 where account = '%s'
          auth       | update api_key set epoch = epoch - 1 where account = '%s'
          auth       | update account set epoch = epoch - 1 where id = '%s'
          auth       | update client set epoch = epoch - 1 where account = '%s'
          auth       | update trust_head set number = number - 1
          auth       | update api_key set versions = '{v1,v2}' where account = '%s'
          auth       | update api_key set expires_at = expires_at + interval '1 day' where account = '%s'
          auth       | update api_key set successor = id, rotated_at = now() where account = '%s' and successor is not null
          auth       | update api_key set exposed_at = null, exposed_by = null where account = '%s'
          auth       | update api_key set exposed_at = now() where account = '%s' and exposed_at is not null
          auth       | update api_key set exposed_by = 'url' where account = '%s' and exposed_at is not null
          auth_owner | update api_key set exposed_at = null, exposed_by = null where account = '%s'
          auth_owner | update api_key set expires_at = expires_at + interval '1 day' where account = '%s'
          auth       | delete from trust_change
          auth       | delete from trust_change where changed_at > now() - interval '23 hours'
          auth       | insert into trust_change (number, changed_at, subject, epoch) values (-1, 'epoch', 'x', 1)
          auth_owner | update api_key set revoked_at = null where account = '%s'
          auth_owner | update api_key set epoch = epoch - 1 where account = '%s'
          auth_owner | update account set epoch = epoch - 1 where id = '%s'
          auth_owner | update client set epoch = epoch - 1 where account = '%s'
          auth_owner | update trust_head set number = number - 1
          """)
  void cannotGoBack(String role, String sql) throws SQLException {
    var before = state();
    assertThatThrownBy(() -> update(role, sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    assertThat(state()).isEqualTo(before);
  }

  @Test
  @DisplayName("forward they go, and a change that is older than a day may be forgotten")
  void goForward() throws SQLException {
    assertThat(update("auth", "update account set epoch = epoch + 1 where id = '%s'")).isOne();
    assertThat(update("auth", "update api_key set epoch = epoch + 1 where account = '%s'"))
        .isEqualTo(2);
    assertThat(
            update(
                "auth",
                "update api_key set revoked_at = revoked_at, epoch = epoch where account = '%s'"))
        .isEqualTo(2);
    var _ =
        update(
            ServiceDatabase.SUPERUSER,
            """
            insert into trust_change (number, changed_at, subject, epoch)
            values (-7, now() - interval '25 hours', 'key:%s', 2)
            """);
    assertThat(update("auth", "delete from trust_change where number = -7")).isOne();
  }

  @Test
  @DisplayName("after a restore the owner forgets every change, whatever its age")
  void ownerForgets() throws SQLException {
    var insert = "insert into trust_change (number, subject, epoch) values (-8, 'key:%s', 2)";
    assertThat(update("auth", insert)).isOne();
    assertThat(update("auth_owner", "delete from trust_change where number = -8")).isOne();
  }

  private static int update(String role, String sql) throws SQLException {
    try (var connection = TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, role);
        var statement = connection.createStatement()) {
      return statement.executeUpdate(sql.formatted(ACCOUNT));
    }
  }

  private static String state() throws SQLException {
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                select a.epoch, c.epoch, k.epoch, k.expires_at, k.revoked_at, h.number, n.least
                from account a join client c on c.account = a.id join api_key k on k.account = a.id,
                  trust_head h, (select min(number) as least from trust_change) n
                where a.id = '%s' and k.revoked_at is not null
                """
                    .formatted(ACCOUNT))) {
      row.next();
      var text = new StringBuilder();
      for (int column = 1; column <= 7; column++) {
        text.append(row.getString(column)).append(' ');
      }
      return text.toString();
    }
  }
}
