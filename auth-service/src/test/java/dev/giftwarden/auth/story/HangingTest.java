package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("E1 what the database says and how long it may take to say it")
class HangingTest {
  /// Eight seconds, and a slow machine.
  private static final Duration ANSWERED_BY = Duration.ofSeconds(20);

  @Inject AgroalDataSource database;

  private final Directory directory = new Directory();

  @Test
  @DisplayName("E1 who waits for another's lock is told to come again: 503, and then is served")
  void endsWhatHangs() throws SQLException {
    var account = directory.account("standard", "optional");
    var path = "/v1/accounts/" + account;
    var client =
        """
        {"id": "erp", "name": "ERP", "environment": "live", "scopes": ["gifts:read"]}\
        """;
    var begin = Instant.now();
    try (var other =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select 1 from account where id = '%s' for update".formatted(account));
      var answer = Edge.operator().post(path + "/clients", client);
      assertThat(answer.outcome()).as(answer.text()).isEqualTo("503 busy");
      assertThat(answer.headers()).containsKey("retry-after");
      other.rollback();
    }
    assertThat(Duration.between(begin, Instant.now())).isLessThan(ANSWERED_BY);
    assertThat(Edge.operator().post(path + "/clients", client).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("P1 the database's word on a row that it refuses does not hold the row")
  void tellsNoRow() {
    var account = directory.account("standard", "optional");
    assertThatThrownBy(
            () -> {
              try (var connection = database.getConnection();
                  var statement = connection.createStatement()) {
                var _ =
                    statement.executeUpdate(
                        """
                        insert into client (account, id, name, environment, scopes, created_at)
                        values ('%s', 'Secret Name', 'Secret Name', 'live', '{}', now())
                        """
                            .formatted(account));
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("client_id_check")
        .message()
        .doesNotContain("Secret Name", account);
  }
}
