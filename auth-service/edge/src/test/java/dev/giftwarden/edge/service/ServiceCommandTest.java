package dev.giftwarden.edge.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.certs.Pki;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/// What a person gets who asks for the wrong thing; that migrations are applied is for the
/// services.
class ServiceCommandTest {
  private final StringWriter said = new StringWriter();
  private final StringWriter complained = new StringWriter();

  @Command(
      name = "thing-service/run",
      subcommands = {Serve.class, Migrate.class, AwaitSchema.class})
  private static final class Thing extends ServiceCommand {
    Thing() {
      super(Audience.GIFT, Schema.of());
    }
  }

  private int run(String... arguments) {
    return new Thing()
        .line()
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(complained, true))
        .execute(arguments);
  }

  @Test
  @DisplayName("a migration that is not told where is one line, and exit status 1")
  void isToldNothing() {
    assertThat(run("migrate")).isEqualTo(1);
    assertThat(complained.toString())
        .isEqualTo(
            "migrate: set GIFTWARDEN_DATABASE_ADDRESS and GIFTWARDEN_DATABASE_FOLDER,"
                + " or give --database and --certificates\n");
  }

  @Test
  @DisplayName("a migration without the owner's certificate is one line, and does not wait")
  void hasNoCertificate(@TempDir Path folder) {
    assertThat(run("migrate", "--database=localhost:1", "--certificates=" + folder)).isEqualTo(1);
    assertThat(complained.toString())
        .startsWith("migrate: no certificate of gift_owner: " + folder.resolve("gift_owner"))
        .hasLineCount(1);
  }

  @Test
  @DisplayName("a pod that comes before its database says so, and waits")
  void awaitsADatabase(@TempDir Path folder) {
    Pki.init(folder.resolve("pki"), InstantSource.system())
        .issueDatabaseRole("gift", folder.resolve("gift"));
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> run("await-schema", "--database=localhost:1", "--certificates=" + folder));
    while (complained.toString().isEmpty() && waiting.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(complained.toString()).startsWith("waiting for the database: ");
    assertThat(waiting.isAlive()).isTrue();
    waiting.interrupt();
  }

  @Test
  @DisplayName("a name that cannot be reached is said at once, and waited for")
  void waits(@TempDir Path folder) {
    Pki.init(folder.resolve("pki"), InstantSource.system())
        .issueDatabaseRole("gift_owner", folder.resolve("gift_owner"));
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> run("migrate", "--database=localhost:1", "--certificates=" + folder));
    while (complained.toString().isEmpty() && waiting.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(complained.toString()).startsWith("waiting for the database: ");
    waiting.interrupt();
  }

  @Test
  @DisplayName("what is no command is exit status 2, and names the one that was meant")
  void isNoCommand() {
    assertThat(run("migrat")).isEqualTo(2);
    assertThat(complained.toString()).contains("Did you mean", "migrate");
  }

  @Test
  @DisplayName("every command explains itself")
  void helps() {
    assertThat(run("--help")).isZero();
    assertThat(run("migrate", "--help")).isZero();
    assertThat(run("serve", "--help")).isZero();
    assertThat(run("await-schema", "--help")).isZero();
    assertThat(said.toString())
        .contains("Without a command: serve.", "GIFTWARDEN_DATABASE_FOLDER")
        .contains("Run the service until it is told to stop.");
  }
}
