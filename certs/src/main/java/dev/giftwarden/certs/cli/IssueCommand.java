package dev.giftwarden.certs.cli;

import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Pki;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "issue",
    synopsisSubcommandLabel = "KIND",
    description = "Makes a key and a certificate for it: tls.crt, tls.key and ca.crt in a folder.")
final class IssueCommand {
  private final InstantSource clock;

  @Spec private CommandSpec spec;

  IssueCommand(InstantSource clock) {
    this.clock = clock;
  }

  /// Where from and where to; the same for every kind.
  static final class Places {
    @Option(names = "--pki", required = true, paramLabel = "DIR", description = "Made by init.")
    private Path pki;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FOLDER",
        description = "Receives the three files; what is there is replaced in one step.")
    private Path out;
  }

  @Command(description = "For the internal port and the calls of a service (24 hours).")
  void service(
      @Mixin Places places,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--dns", paramLabel = "HOST", required = true) List<String> hosts) {
    issued(places, open(places).issueService(name, hosts, places.out));
  }

  @Command(description = "For the public listener of a service; good for no call (24 hours).")
  void edge(
      @Mixin Places places,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--dns", paramLabel = "HOST", required = true) List<String> hosts) {
    issued(places, open(places).issueEdge(name, hosts, places.out));
  }

  @Command(description = "For one client of a partner's account (90 days).")
  void partner(
      @Mixin Places places,
      @Parameters(paramLabel = "ACCOUNT", index = "0") String account,
      @Parameters(paramLabel = "CLIENT", index = "1") String client) {
    issued(places, open(places).issuePartner(account, client, places.out));
  }

  @Command(description = "For a person who runs the platform (24 hours).")
  void operator(@Mixin Places places, @Parameters(paramLabel = "NAME") String name) {
    issued(places, open(places).issueOperator(name, places.out));
  }

  @Command(description = "For the connections of one role to PostgreSQL (24 hours).")
  void database(@Mixin Places places, @Parameters(paramLabel = "ROLE") String role) {
    issued(places, open(places).issueDatabaseRole(role, places.out));
  }

  @Command(name = "database-server", description = "For PostgreSQL itself (24 hours).")
  void databaseServer(
      @Mixin Places places,
      @Option(names = "--dns", paramLabel = "HOST", required = true) List<String> hosts) {
    issued(places, open(places).issueDatabaseServer(hosts, places.out));
  }

  private Pki open(Places places) {
    return Pki.open(places.pki, clock);
  }

  private void issued(Places places, X509Certificate leaf) {
    var out = spec.commandLine().getOut();
    out.printf("Issued into %s, valid until %s.%n", places.out, leaf.getNotAfter().toInstant());
    out.println(
        "Next: " + Pasted.line("inspect", places.out.resolve(CredentialFolder.CERTIFICATE)));
  }
}
