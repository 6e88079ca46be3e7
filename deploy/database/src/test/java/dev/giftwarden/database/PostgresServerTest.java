package dev.giftwarden.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.giftwarden.certs.Pem;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.database.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerTest {

  private final TestDatabase database = TestDatabase.ofThisJvm();

  @ParameterizedTest(name = "{0} is on")
  @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes", "ssl"})
  void isDurableAndEncrypted(String setting) throws SQLException {
    try (Connection superuser = superuser()) {
      assertThat(ask(superuser, "show " + setting)).isEqualTo("on");
    }
  }

  @Test
  void refusesToGoOnWhereACommitCouldBeLost() throws SQLException {
    try (Connection superuser = superuser()) {
      tell(superuser, "set synchronous_commit = off");

      assertThatThrownBy(() -> SafetyCheck.run(superuser))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("PostgreSQL runs with synchronous_commit=off");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "host all all 127.0.0.1/32 trust",
        "host all all 127.0.0.1/32 cert",
        "hostssl all all 127.0.0.1/32 scram-sha-256",
        "hostnossl all all 127.0.0.1/32 trust",
        "local all all trust"
      })
  void refusesToGoOnWithADoorThatNeedsNoCertificate(String door) throws Exception {
    Path rules = database.home().resolve("data/pg_hba.conf");
    String before = Files.readString(rules);
    try (Connection superuser = superuser()) {
      SafetyCheck.run(superuser);
      Files.writeString(rules, door + "\n", StandardOpenOption.APPEND);

      assertThatThrownBy(() -> SafetyCheck.run(superuser))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("pg_hba.conf");
    } finally {
      Files.writeString(rules, before);
    }
  }

  @Test
  void keepsItsRowsOverARestartAndIsFoundWhenItsParentIsGone(@TempDir Path home)
      throws SQLException {
    PostgresSettings settings = settings(home);
    try (PostgresServer first = PostgresServer.start(settings);
        Connection superuser = first.superuser("gift")) {
      tell(superuser, "create table kept as select 1 as x");
    }
    assertThat(Postmaster.of(settings.data())).isEmpty();

    PostgresServer orphan = PostgresServer.start(settings);
    try (Connection superuser = orphan.superuser("gift")) {
      tell(superuser, "insert into kept values (2)");
    }
    Postmaster.of(settings.data()).orElseThrow().stop();
    assertThat(orphan.isAlive()).isFalse();
    orphan.close(); // gives up the lock, as the end of the parent would

    try (PostgresServer third = PostgresServer.start(settings);
        Connection superuser = third.superuser("gift")) {
      assertThat(ask(superuser, "select count(*) from kept")).isEqualTo("2");
    }
  }

  @Test
  void keepsWhatWasCommittedWhenItIsKilled(@TempDir Path home) throws SQLException {
    PostgresSettings settings = settings(home);
    PostgresServer victim = PostgresServer.start(settings);
    try (Connection superuser = victim.superuser("gift")) {
      tell(superuser, "create table kept as select 1 as x");
      victim.kill9();
    }
    assertThat(victim.isAlive()).isFalse();

    try (PostgresServer next = PostgresServer.start(settings);
        Connection superuser = next.superuser("gift")) {
      assertThat(ask(superuser, "select count(*) from kept")).isEqualTo("1");
    }
  }

  @Test
  void showsARenewedCertificateToNewConnections(@TempDir Path home) throws Exception {
    PostgresSettings settings = settings(home, home.resolve("server"));
    database.pki().issueDatabaseServer(List.of("localhost"), settings.server());
    try (PostgresServer server = PostgresServer.start(settings)) {
      String renewed = Pem.encode(database.pki().renew(settings.server()));
      String connect = "s_client -starttls postgres -connect localhost:" + server.port();
      assertThat(OpenSsl.run(home, connect)).doesNotContain(renewed);

      server.reloadCertificates();

      assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () -> {
            while (!OpenSsl.run(home, connect).contains(renewed)) {
              Thread.onSpinWait();
            }
          });
    }
  }

  @Test
  void takesNoProcessForItsOwnThatStartedAtAnotherTime(@TempDir Path data) throws Exception {
    long self = ProcessHandle.current().pid();
    Files.writeString(data.resolve("postmaster.pid"), self + "\n" + data + "\n1000000000\n");

    assertThat(Postmaster.of(data)).isEmpty();
  }

  private PostgresSettings settings(Path home) {
    return settings(home, database.home().resolve("server"));
  }

  private PostgresSettings settings(Path home, Path server) {
    return new PostgresSettings(
        null,
        home.resolve("data"),
        home.resolve("postgres.log"),
        FreePorts.find(1).getFirst(),
        server,
        database.roles().resolve(ServiceDatabase.SUPERUSER));
  }

  private Connection superuser() throws SQLException {
    return database.connect(ServiceDatabase.GIFT, ServiceDatabase.SUPERUSER);
  }

  private static void tell(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
