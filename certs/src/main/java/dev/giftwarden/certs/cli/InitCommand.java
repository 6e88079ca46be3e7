package dev.giftwarden.certs.cli;

import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.recipients.RecipientKeys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = {
      "The root ceremony: makes every CA.",
      "These are the root, the issuing CAs of services, partners and operators, and the database"
          + " root; beside them the key that signs checkpoints, the keys under which"
          + " recipients are stored and the first operator's certificate."
    })
final class InitCommand implements Runnable {
  private final InstantSource clock;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder to make; it must not hold a PKI yet.")
  private Path folder;

  InitCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void run() {
    Pki pki = Pki.init(folder, clock);
    RecipientKeys.makeIfAbsent(RecipientKeys.in(folder));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Made a PKI in %s.%n", folder);
    out.printf("  peers trust       %s%n", folder.resolve("root/ca.crt"));
    out.printf("  listeners know    %s%n", pki.issuing());
    out.printf("  first operator    %s (24 hours)%n", pki.firstOperator());
    out.printf("  checkpoints       %s%n", pki.checkpointVerifier());
    out.printf("  recipients        %s%n", RecipientKeys.in(folder));
    out.printf(
        "Outside development, move %s to offline storage: nothing here needs it again.%n",
        folder.resolve("root/ca.key"));
    out.println("Next:");
    out.println(
        "  "
            + Pasted.line(
                "issue",
                "service",
                "auth",
                "--dns",
                "localhost",
                "--pki",
                folder,
                "--out",
                "auth"));
  }
}
