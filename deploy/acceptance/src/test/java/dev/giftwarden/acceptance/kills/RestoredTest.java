package dev.giftwarden.acceptance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.local.stack.Service;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// auth's database is set back to an earlier moment under verifiers that live on.
class RestoredTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern SHOW =
      Pattern.compile("show DIR --action key\\.revoke --since ([0-9TZ:.-]+)");

  private static final House HOUSE = House.started();
  private static final Databases DATABASES = new Databases(HOUSE);

  private final Partner acme = Partner.enterprise(HOUSE, "restored");

  @Test
  @DisplayName("Z5 T6 a restored auth ends every token, falls behind nobody, and says what it lost")
  void restored() throws SQLException {
    Partner.Key lasting = acme.sender();
    Partner.Key revoked = acme.key(List.of("gifts:read"));
    String before = acme.token(lasting, "gift");
    assertThat(read(before).outcome()).isEqualTo("200");
    whileAuthIsStopped("create database auth_backup template auth owner auth_owner");
    String lost = acme.token(lasting, "gift");
    assertThat(Eventually.becomes(SOON, "200", () -> read(lost).outcome())).isEqualTo("200");
    revoke(revoked);
    DATABASES.awaitRest();

    Command refused = restoredCommand();
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.output()).contains("stop every replica first");

    HOUSE.stack().stop(Service.AUTH);
    execute(
        "alter database auth rename to auth_lost",
        "alter database auth_backup rename to auth",
        "revoke all on database auth from public",
        "grant connect on database auth to auth, auth_worker");
    String said = openRestored();
    HOUSE.stack().restart(Service.AUTH);

    String again = acme.token(lasting, "gift");
    assertThat(Eventually.becomes(SOON, "200", () -> read(again).outcome())).isEqualTo("200");
    assertThat(read(before).outcome()).isEqualTo("401 token-invalid");
    assertThat(read(lost).outcome()).isEqualTo("401 token-invalid");
    // What the restore undid: it is for the operator to repeat, and the log has it.
    assertThat(read(acme.token(revoked, "gift")).outcome()).isEqualTo("200");
    assertThat(revokedSince(moment(said))).contains("\"target\":\"key:" + revoked.id() + "\"");
    // What happens meanwhile reaches the log, under tokens that came after the restore.
    DATABASES.awaitRest();
    execute("drop database auth_lost");
  }

  private void revoke(Partner.Key key) {
    Reply reply =
        HOUSE.post(
            HOUSE.operator(),
            HOUSE.auth + "/v1/accounts/" + acme.account + "/keys/" + key.id() + "/revoke",
            "{}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private Reply read(String token) {
    return HOUSE.curl(acme.certificate, HOUSE.gift + "/v1/gifts", "--oauth2-bearer", token);
  }

  private static void whileAuthIsStopped(String sql) throws SQLException {
    HOUSE.stack().stop(Service.AUTH);
    execute(sql);
    HOUSE.stack().restart(Service.AUTH);
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = DATABASES.open("postgres");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /// The backup was made a moment ago, so its last sign of life may be younger than ten seconds.
  private static String openRestored() {
    long end = System.nanoTime() + SOON.toNanos();
    Command command = restoredCommand();
    while (command.exit() != 0 && System.nanoTime() < end) {
      command = restoredCommand();
    }
    return command.succeeded();
  }

  private static Command restoredCommand() {
    Path given = HOUSE.home().given(Service.AUTH);
    Map<String, String> environment = new HashMap<>();
    environment.put("GIFTWARDEN_TLS_INTERNAL_FOLDER", given.resolve("internal").toString());
    environment.put("GIFTWARDEN_TLS_PUBLIC_FOLDER", given.resolve("public").toString());
    environment.put("GIFTWARDEN_DATABASE_ADDRESS", "localhost:" + HOUSE.ports().database());
    environment.put("GIFTWARDEN_DATABASE_FOLDER", HOUSE.home().migration(Service.AUTH).toString());
    environment.put("GIFTWARDEN_AUTH_ISSUER", HOUSE.auth);
    environment.put("GIFTWARDEN_AUDIT_ADDRESS", HOUSE.auditGrpc);
    environment.put("GIFTWARDEN_AUDIT_VERIFIER_KEY", given.resolve("signer.vkey").toString());
    return Command.run(
        Repository.ROOT,
        Duration.ofMinutes(1),
        environment,
        Repository.ROOT.resolve("auth-service/run").toString(),
        "restored");
  }

  private static String moment(String said) {
    Matcher matcher = SHOW.matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return matcher.group(1);
  }

  private static String revokedSince(String moment) {
    Path log = DATABASES.export();
    return Command.run(
            Repository.ROOT,
            Repository.ROOT.resolve("audit-service/run").toString(),
            "show",
            log.toString(),
            "--action",
            "key.revoke",
            "--since",
            moment)
        .succeeded();
  }
}
