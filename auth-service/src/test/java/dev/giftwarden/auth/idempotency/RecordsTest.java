package dev.giftwarden.auth.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("E2 how long auth remembers")
class RecordsTest {
  @Inject IdempotencyTable records;

  @Test
  @DisplayName("E2 records are forgotten after a day, and not before")
  void forgets() throws SQLException {
    written("forgets", 0, 1, 23, 24, 26, 27, 30);
    records.forget(() -> false);
    assertThat(ages("forgets")).containsExactly(0, 1, 23, 24);
    records.forget(() -> false);
    assertThat(ages("forgets")).containsExactly(0, 1, 23, 24);
  }

  @Test
  @DisplayName("E2 the database keeps a young record, whatever auth's own role asks")
  void keeps() throws SQLException {
    written("keeps", 1, 23);
    try (var connection = TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, "auth");
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("delete from idempotency_record where account = 'keeps'"))
          .isZero();
    }
    assertThat(ages("keeps")).containsExactly(1, 23);
  }

  private static void written(String account, int... hoursAgo) throws SQLException {
    try (var connection = TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, "auth");
        var insert =
            connection.prepareStatement(
                """
                insert into idempotency_record
                       (account, holder, key_hash, fingerprint, target, created_at)
                values (?, 'key:1', sha256(?::text::bytea), sha256(''), '1',
                        now() - make_interval(hours => ?))
                """)) {
      for (int hours : hoursAgo) {
        insert.setString(1, account);
        insert.setInt(2, hours);
        insert.setInt(3, hours);
        assertThat(insert.executeUpdate()).isOne();
      }
    }
  }

  private static List<Integer> ages(String account) throws SQLException {
    var hours = new ArrayList<Integer>();
    try (var connection = TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, "auth");
        var select =
            connection.prepareStatement(
                """
                select extract(epoch from now() - created_at)::int / 3600
                from idempotency_record where account = ? order by created_at desc
                """)) {
      select.setString(1, account);
      try (var row = select.executeQuery()) {
        while (row.next()) {
          hours.add(row.getInt(1));
        }
      }
    }
    return hours;
  }
}
