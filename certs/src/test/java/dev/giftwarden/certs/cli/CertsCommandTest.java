package dev.giftwarden.certs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertsCommandTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path temp;
  String pki;
  String out;

  private record Result(int code, String out, String err) {}

  private static Result run(InstantSource clock, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        CertsCommand.commandLine(clock)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }

  @BeforeEach
  void init() {
    pki = temp.resolve("pki").toString();
    out = temp.resolve("out").toString();
    Result made = run(CLOCK, "init", pki);
    assertThat(made.code()).isZero();
    assertThat(made.out()).contains("Next:", "certs/run issue service auth");
  }

  @Test
  @DisplayName("what it prints can be pasted, whatever the folder is called")
  void printsWhatCanBePasted() {
    Path spaced = temp.resolve("it's mine");
    Result made = run(CLOCK, "init", spaced.toString());
    assertThat(made.out())
        .endsWith(
            "Next:\n  certs/run issue service auth --dns localhost --pki '%s' --out auth\n"
                .formatted(spaced.toString().replace("'", "'\\''")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service auth --dns localhost",
        "edge auth --dns localhost --dns auth.example",
        "partner acme erp",
        "operator alice",
        "database gift_worker",
        "database-server --dns localhost",
      })
  @DisplayName("issues every kind, and says what to do next")
  void issues(String what) {
    String[] arguments = ("issue " + what + " --pki " + pki + " --out " + out).split(" ", -1);
    Result issued = run(CLOCK, arguments);
    assertThat(issued.err()).isEmpty();
    assertThat(issued.code()).isZero();
    assertThat(issued.out()).contains("Issued into " + out, "Next: certs/run inspect");
    assertThat(temp.resolve("out").resolve("tls.key")).isRegularFile();
  }

  @Test
  @DisplayName("inspect shows who a certificate is and what a token would say of it")
  void inspects() {
    run(CLOCK, "issue", "partner", "acme", "erp", "--pki", pki, "--out", out);
    Result shown = run(CLOCK, "inspect", out + "/tls.crt");
    assertThat(shown.out())
        .contains("spiffe://" + Kind.PARTNER.trustDomain() + "/account/acme/client/erp")
        .containsPattern("x5t#S256 +[A-Za-z0-9_-]{43}")
        .contains("none: a CA");
  }

  @Test
  @DisplayName("renews what is due and leaves what is not")
  void renews() {
    run(CLOCK, "issue", "operator", "alice", "--pki", pki, "--out", out);
    assertThat(run(CLOCK, "renew", "--if-due", "--pki", pki, out).out()).startsWith("not due");
    var later = InstantSource.offset(CLOCK, Duration.ofHours(13));
    assertThat(run(later, "renew", "--if-due", "--pki", pki, out).out()).startsWith("renewed");
    assertThat(run(CLOCK, "renew", "--pki", pki, out).out()).startsWith("renewed");
  }

  @Test
  @DisplayName("what a person can mend is one line and exit code 1")
  void explains() {
    assertOneLine(run(CLOCK, "init", pki), "already holds a PKI");
    assertOneLine(
        run(CLOCK, "issue", "operator", "alice", "--pki", out, "--out", out), "holds no PKI");
    assertOneLine(
        run(CLOCK, "issue", "operator", "A", "--pki", pki, "--out", out), "operator name");
    assertOneLine(run(CLOCK, "inspect", out), "cannot read");
    assertOneLine(run(CLOCK, "renew", "--pki", pki, out), "cannot read");
  }

  private static void assertOneLine(Result result, String part) {
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("certs/run: ").contains(part);
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  @DisplayName("a wrong command line is exit code 2 with the usage; --help is exit code 0")
  void usage() {
    assertThat(run(CLOCK, "issue", "partner", "acme").code()).isEqualTo(2);
    assertThat(run(CLOCK, "frobnicate").code()).isEqualTo(2);
    assertThat(run(CLOCK, "--help").out()).contains("init", "issue", "renew", "inspect");
    assertThat(run(CLOCK, "issue", "--help").out()).contains("database-server");
  }

  @Test
  @DisplayName("a command alone says what it wants")
  void alone() {
    assertThat(run(CLOCK).code()).isEqualTo(2);
    assertThat(run(CLOCK, "issue").code()).isEqualTo(2);
  }
}
