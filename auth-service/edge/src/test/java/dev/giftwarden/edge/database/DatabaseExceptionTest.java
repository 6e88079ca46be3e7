package dev.giftwarden.edge.database;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseExceptionTest {

  @ParameterizedTest(name = "E1 {0}: {2}")
  @CsvSource({
    "the connection broke,        08006, true",
    "the server is going down,    57P01, true",
    "the server starts up,        57P03, true",
    "too many connections,        53300, true",
    "the pool gives none,              , true",
    "a constraint is violated,    23514, false",
    "row-level security refuses,  42501, false",
    "a statement took too long,   57014, true",
    "so did a transaction,        25P04, true",
    "a lock was not to be had,    55P03, true",
    "two waited for each other,   40P01, true",
    "two wrote the same,          40001, true",
    "a transaction had failed,    25P02, false",
  })
  @DisplayName("E1 a caller is told to try again when that can help, and only then")
  void willPass(String what, @Nullable String state, boolean passes) {
    assertThat(DatabaseException.willPass(new DatabaseException(new SQLException(what, state))))
        .isEqualTo(passes);
  }

  @Test
  @DisplayName("E1 what broke a commit is found behind what the transaction manager makes of it")
  void looksBehindTheCommit() {
    var rolledBack = new RollbackException();
    rolledBack.initCause(new SQLException("away", "08006"));

    assertThat(DatabaseException.willPass(new DatabaseException(rolledBack))).isTrue();
    assertThat(DatabaseException.willPass(new DatabaseException(new RollbackException())))
        .isFalse();
  }
}
