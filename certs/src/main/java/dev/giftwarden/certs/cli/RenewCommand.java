package dev.giftwarden.certs.cli;

import dev.giftwarden.certs.Pki;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "renew",
    description = "Issues the same again with a new key, in place. Services notice by themselves.")
final class RenewCommand implements Runnable {
  private final InstantSource clock;

  @Spec private CommandSpec spec;

  @Option(names = "--pki", required = true, paramLabel = "DIR", description = "Made by init.")
  private Path pki;

  @Option(names = "--if-due", description = "Only what is past half of its life.")
  private boolean ifDue;

  @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "Written by issue.")
  private List<Path> folders;

  RenewCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void run() {
    Pki issuer = Pki.open(pki, clock);
    for (Path folder : folders) {
      boolean renewed = renew(issuer, folder);
      spec.commandLine().getOut().printf("%s %s%n", renewed ? "renewed" : "not due", folder);
    }
  }

  private boolean renew(Pki issuer, Path folder) {
    if (ifDue) {
      return issuer.renewIfDue(folder);
    }
    issuer.renew(folder);
    return true;
  }
}
