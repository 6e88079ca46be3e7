package dev.giftwarden.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.database.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class WhoMayEnterTest {

  private final TestDatabase database = TestDatabase.ofThisJvm();

  static Stream<String> roles() {
    return Stream.of(ServiceDatabase.values()).flatMap(service -> service.roles().stream());
  }

  @ParameterizedTest(name = "Z6 {0} enters its own database over TLS 1.3, and no other")
  @MethodSource("roles")
  void entersItsOwnDatabaseAndNoOther(String role) throws SQLException {
    for (ServiceDatabase service : ServiceDatabase.values()) {
      PGSimpleDataSource source = database.dataSource(service, role);
      if (service.roles().contains(role)) {
        assertThat(protocol(source)).isEqualTo("TLSv1.3");
      } else {
        refused(source, "no pg_hba.conf entry");
      }
    }
  }

  @Test
  @DisplayName("Z1 plaintext is refused")
  void refusesPlaintext() {
    PGSimpleDataSource source = gift();
    source.setSslMode("disable");

    refused(source, "no encryption");
  }

  @Test
  @DisplayName("M1 no certificate is refused")
  void refusesNoCertificate() {
    PGSimpleDataSource source = gift();
    source.setSslCert("/nonexistent");
    source.setSslKey("/nonexistent");

    refused(source, "certificate");
  }

  @Test
  @DisplayName("M1 another role's certificate is refused")
  void refusesAnotherRolesCertificate() {
    PGSimpleDataSource source = gift();
    show(source, database.roles().resolve("auth"));

    refused(source, "certificate authentication failed for user \"gift\"");
  }

  @Test
  @DisplayName("M1 the superuser enters with its own certificate only")
  void refusesTheSuperuserWithoutItsCertificate() {
    PGSimpleDataSource source = gift();
    source.setUser(ServiceDatabase.SUPERUSER);

    refused(source, "certificate authentication failed for user \"postgres\"");
  }

  @ParameterizedTest(name = "M1 CN=gift signed by the CA of {0} is refused with alert 48")
  @ValueSource(strings = {"services", "partners", "operators", "root"})
  void refusesTheRightNameFromAnyOtherCa(String ca, @TempDir Path folder) throws Exception {
    Path issuer = database.home().resolve("pki").resolve(ca);
    OpenSsl.run(folder, "ecparam -name prime256v1 -genkey -noout -out ec.key");
    OpenSsl.run(folder, "pkcs8 -topk8 -nocrypt -in ec.key -out tls.key");
    OpenSsl.run(folder, "req -new -key tls.key -subj /CN=gift -out csr.pem");
    OpenSsl.run(
        folder,
        "x509 -req -in csr.pem -days 1 -CA %s -CAkey %s -out leaf.crt"
            .formatted(issuer.resolve("ca.crt"), issuer.resolve("ca.key")));
    // openssl, because the JDK's client would not even show a certificate of a CA that was not
    // asked for
    String connect =
        "s_client -starttls postgres -connect localhost:%d -cert leaf.crt -key tls.key -cert_chain %s"
            .formatted(database.port(), issuer.resolve("ca.crt"));

    assertThat(OpenSsl.run(folder, connect + " -ign_eof")).contains("SSL alert number 48");
  }

  @Test
  @DisplayName("M1 the client refuses a server that is not the host it asked for")
  void theClientRefusesAnotherHost() {
    PGSimpleDataSource source = gift();
    source.setServerNames(new String[] {"127.0.0.1"});

    refused(source, "could not be verified");
  }

  @Test
  @DisplayName("Z1 TLS 1.2 is refused with alert 70 where 1.3 is spoken")
  void speaksNothingOlderThanTls13(@TempDir Path folder) throws Exception {
    String connect = "s_client -starttls postgres -connect localhost:" + database.port();

    assertThat(OpenSsl.run(folder, connect + " -tls1_3")).contains("TLSv1.3");
    assertThat(OpenSsl.run(folder, connect + " -tls1_2")).contains("SSL alert number 70");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void theRunningServiceCannotChangeTheSchemaAndItsOwnerCan(ServiceDatabase service)
      throws SQLException {
    for (String role : service.runtimeRoles()) {
      refusedToDo(service, role, "create table t (x int)", "denied for schema public");
      refusedToDo(service, role, "create temporary table t (x int)", "temporary tables");
      refusedToDo(service, role, "create schema s", "denied for database");
      refusedToDo(service, role, "set role " + service.owner(), "denied to set role");
    }
    try (Connection owner = database.connect(service, service.owner());
        Statement statement = owner.createStatement()) {
      statement.execute("create table made_by_owner (x int)");
      statement.execute("drop table made_by_owner");
    }
  }

  @Test
  void nobodyHasAPasswordAndNobodyButTheSuperuserHasPowers() throws SQLException {
    try (Connection superuser = database.connect(ServiceDatabase.GIFT, ServiceDatabase.SUPERUSER)) {
      assertThat(ask(superuser, "select string_agg(rolname, ',') from pg_authid where rolcanlogin"))
          .contains("auth", "gift", "audit");
      assertThat(ask(superuser, "select count(*) from pg_authid where rolpassword is not null"))
          .isEqualTo("0");
      String powers =
          """
          select string_agg(rolname, ',') from pg_roles
           where rolcanlogin
             and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
          """;
      assertThat(ask(superuser, powers)).isEqualTo("postgres");
    }
  }

  private PGSimpleDataSource gift() {
    return database.dataSource(ServiceDatabase.GIFT, "gift");
  }

  private static void show(PGSimpleDataSource source, Path folder) {
    source.setSslCert(folder.resolve("tls.crt").toString());
    source.setSslKey(folder.resolve("tls.key").toString());
  }

  private static void refused(PGSimpleDataSource source, String why) {
    assertThatThrownBy(() -> source.getConnection().close())
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining(why);
  }

  private void refusedToDo(ServiceDatabase service, String role, String sql, String why)
      throws SQLException {
    try (Connection connection = database.connect(service, role);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(why);
    }
  }

  private static String protocol(PGSimpleDataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return ask(connection, "select version from pg_stat_ssl where pid = pg_backend_pid()");
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
