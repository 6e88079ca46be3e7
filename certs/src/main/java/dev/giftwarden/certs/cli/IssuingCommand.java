package dev.giftwarden.certs.cli;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.Pki;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "issuing",
    description = {
      "Replaces one issuing CA by a new one under the same root.",
      "Peers need not be told: they trust the root. What the old CA issued stays good until it"
          + " ends; if its key was stolen, replace the root instead (certs/run anchor)."
    })
final class IssuingCommand implements Runnable {
  private final InstantSource clock;

  @Spec private CommandSpec spec;

  @Option(names = "--pki", required = true, paramLabel = "DIR", description = "Made by init.")
  private Path pki;

  @Parameters(paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
  private Kind kind;

  IssuingCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void run() {
    Pki.open(pki, clock).replaceIssuing(kind);
    var out = spec.commandLine().getOut();
    out.printf("A new CA issues from now on; the old one's certificates end by themselves.%n");
    out.println("Next: " + Pasted.line("renew", "--pki", pki, "FOLDER"));
  }
}
