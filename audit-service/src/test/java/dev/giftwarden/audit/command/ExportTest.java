package dev.giftwarden.audit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.testing.InternalClient;
import dev.giftwarden.audit.testing.Neighbours;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.service.DatabaseOptions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@QuarkusTest
@QuarkusTestResource(
    value = GiftwardenStack.class,
    initArgs = @ResourceArg(name = "service", value = "audit"))
class ExportTest {
  private static final int ENTRY = 41;

  @TempDir Path temp;

  @BeforeAll
  static void fillTheLog() {
    Neighbours.auth();
    grow(12);
  }

  @Test
  @DisplayName("A2 an exported log verifies offline, with the key one got elsewhere")
  void verifies() throws IOException {
    Path bundle = export("log");
    Path key = Path.of(Neighbours.setting("giftwarden.audit.verifier-key"));
    Ran ran = verify(bundle.toString(), "--key", key.toString());
    assertThat(ran.output()).startsWith("good: ");
    assertThat(ran.status()).isZero();
    assertThat(Files.getPosixFilePermissions(bundle))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  @DisplayName("A2 a later export continues an earlier checkpoint, and not the other way round")
  void continuesACheckpoint() throws IOException {
    Path earlier = export("earlier");
    grow(5);
    Path later = export("later");
    Ran forward = verify(later.toString(), "--since", earlier.resolve("checkpoint").toString());
    assertThat(forward.output()).startsWith("good: ").contains("continues the checkpoint");
    Ran back = verify(earlier.toString(), "--since", later.resolve("checkpoint").toString());
    assertThat(back.output()).startsWith("BAD: older than the checkpoint you trust");
    assertThat(back.status()).isEqualTo(1);
  }

  @ParameterizedTest(name = "A2 a flipped byte in {0} names index {2}")
  @CsvSource({"entries, 330, 8", "hashes, 100, 3", "events, 20, 0"})
  void namesTheIndex(String file, int offset, int index) throws IOException {
    Path bundle = export("log");
    byte[] bytes = Files.readAllBytes(bundle.resolve(file));
    bytes[offset] ^= 1;
    Files.write(bundle.resolve(file), bytes);
    Ran ran = verify(bundle.toString());
    assertThat(ran.output()).startsWith("BAD at index " + index + ":");
    assertThat(ran.status()).isEqualTo(1);
  }

  @Test
  @DisplayName("A2 another log's key does not verify this one")
  void refusesAnotherKey() throws IOException {
    Path bundle = export("log");
    Path key = Pki.init(temp.resolve("pki"), InstantSource.system()).checkpointVerifier();
    Ran ran = verify(bundle.toString(), "--key", key.toString());
    assertThat(ran.output()).startsWith("BAD: the key did not sign the checkpoint in the folder");
    assertThat(ran.status()).isEqualTo(1);
  }

  @Test
  @DisplayName("A9 an exported log is read as JSON lines, by action and from a moment on")
  void shows() throws IOException {
    Path bundle = export("log");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS); // as events are
    grow(3);
    Path later = export("later");
    List<String> sent =
        run(new ShowCommand(), later.toString(), "--action", "gift.send").output().lines().toList();
    assertThat(sent)
        .hasSizeGreaterThanOrEqualTo(15)
        .allMatch(line -> line.contains("\"action\":\"gift.send\""));
    Ran recent =
        run(
            new ShowCommand(),
            later.toString(),
            "--action",
            "gift.send",
            "--since",
            before.toString());
    assertThat(recent.output().lines().map(ExportTest::target))
        .containsExactlyInAnyOrder("gft_0", "gft_1", "gft_2");
    assertThat(run(new ShowCommand(), bundle.toString(), "--action", "no.such").output()).isEmpty();
    Ran unclear = run(new ShowCommand(), bundle.toString(), "--since", "yesterday");
    assertThat(unclear.output()).startsWith("--since: not a time such as ");
    assertThat(unclear.status()).isEqualTo(2);
  }

  @Test
  @DisplayName("A9 nothing is read out of a folder that does not verify")
  void showsNothingUnverified() throws IOException {
    Path bundle = export("log");
    byte[] bytes = Files.readAllBytes(bundle.resolve("events"));
    bytes[bytes.length - 1] ^= 1;
    Files.write(bundle.resolve("events"), bytes);
    Ran ran = run(new ShowCommand(), bundle.toString());
    assertThat(ran.output()).startsWith("show: not a log to believe").hasLineCount(1);
    assertThat(ran.status()).isEqualTo(1);
  }

  @Test
  @DisplayName("an export overwrites nothing")
  void overwritesNothing() throws IOException {
    Path bundle = export("log");
    assertThat(Files.size(bundle.resolve("entries")) % ENTRY).isZero();
    assertThatThrownBy(() -> export("log"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is there already");
  }

  private static String target(String line) {
    try {
      return new ObjectMapper().readTree(line).path("target").asText();
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private Path export(String name) throws IOException {
    Path folder = temp.resolve(name);
    DatabaseOptions database = new DatabaseOptions();
    new CommandLine(database)
        .parseArgs(
            "--database=" + Neighbours.setting("giftwarden.database.address"),
            "--certificates=" + Neighbours.setting("giftwarden.database.folder"));
    ExportTable log = new ExportTable(new Database(database.as("audit", Audience.AUDIT)));
    new Export(log, _ -> {}).into(folder);
    return folder;
  }

  private static void grow(int events) {
    try (InternalClient gift = InternalClient.of("gift")) {
      gift.append(
          IntStream.range(0, events)
              .mapToObj(n -> AuditEvent.of("key:4fKq81ZpWc0x", "gift.send").target("gft_" + n))
              .map(draft -> draft.succeeded(Instant.now()))
              .toList());
    }
  }

  private record Ran(int status, String output) {}

  private static Ran verify(String... arguments) {
    return run(new VerifyCommand(), arguments);
  }

  private static Ran run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    int status =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(out, true))
            .execute(List.of(arguments).toArray(String[]::new));
    return new Ran(status, out.toString());
  }
}
