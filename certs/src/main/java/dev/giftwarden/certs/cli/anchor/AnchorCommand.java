package dev.giftwarden.certs.cli.anchor;

import dev.giftwarden.certs.root.RootRollover;
import dev.giftwarden.certs.tls.LivePeers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A root is replaced in four steps, each of which can wait for as long as it takes: all trust
/// both, then the new one issues, then everything is renewed, then nobody trusts the old one.
@Command(
    name = "anchor",
    synopsisSubcommandLabel = "STEP",
    description = "Replaces the root: add, switch, renew everything, drop; status at any time.")
public final class AnchorCommand {
  private final InstantSource clock;

  @Spec private CommandSpec spec;

  public AnchorCommand(InstantSource clock) {
    this.clock = clock;
  }

  static final class Home {
    @Option(names = "--pki", required = true, paramLabel = "DIR", description = "Made by init.")
    private Path pki;
  }

  /// Whose `ca.crt` is to change.
  static final class Places {
    @Parameters(
        arity = "0..*",
        paramLabel = "DIR",
        description = "Folders of credentials, or folders above them; all are changed.")
    private final List<Path> folders = new ArrayList<>();
  }

  @Command(description = "Makes a new root, and has it trusted beside the old one.")
  void add(@Mixin Home home, @Mixin Places places) {
    RootRollover roots = RootRollover.in(home.pki, clock);
    X509Certificate old = roots.roots().getFirst();
    X509Certificate next = roots.add();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Made root %s beside %s.%n", LivePeers.name(next), LivePeers.name(old));
    trust(places.folders, roots, List.of(old));
    kubernetes(home);
    out.printf("Partners and whoever else trusts %s: give them both roots.%n", LivePeers.name(old));
    out.println("Next, once all trust both: certs/run anchor switch");
  }

  @Command(
      name = "switch",
      description = {
        "Makes new issuing CAs under the new root; renew takes from them.",
        "Refuses until every service trusts the new root."
      })
  void switchRoots(@Mixin Home home, @Mixin Services services) {
    RootRollover roots = RootRollover.in(home.pki, clock);
    List<String> strangers = new ArrayList<>();
    String next = LivePeers.name(roots.next());
    for (Asked asked : services.ask(roots.roots())) {
      if (!asked.doubts(next).isEmpty()) {
        strangers.add(asked.service() + " " + asked.from() + ": does not trust " + next + " yet");
      }
    }
    refuse(strangers);
    roots.issueUnderNext();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Everything is issued under root %s from now on.%n", next);
    out.println("Kubernetes:  give cert-manager the new issuing CAs' Secrets; cmctl renew --all");
    out.println("Next: certs/run renew with every folder; partners renew theirs; then drop");
  }

  @Command(description = "Shows which root each service needs, and for what.")
  void status(@Mixin Home home, @Mixin Services services) {
    List<X509Certificate> roots = RootRollover.in(home.pki, clock).roots();
    StatusTable.print(spec.commandLine().getOut(), roots, services.ask(roots));
  }

  @Command(
      description = {
        "Has nobody trust the old root any more.",
        "Refuses while a connection or a signing key of any service stands by it."
      })
  void drop(@Mixin Home home, @Mixin Services services, @Mixin Places places) {
    RootRollover roots = RootRollover.in(home.pki, clock);
    List<X509Certificate> before = roots.roots();
    String old = LivePeers.name(roots.old());
    List<String> needs = new ArrayList<>();
    for (Asked asked : services.ask(before)) {
      asked
          .needs(old)
          .forEach((kind, many) ->
              needs.add(
                  "%s %s: %d %s still by the old root %s"
                      .formatted(asked.service(), asked.from(), many, kind, old)));
    }
    refuse(needs);
    roots.drop();
    spec.commandLine().getOut().printf("Dropped root %s.%n", old);
    trust(places.folders, roots, before);
    kubernetes(home);
  }

  private static void refuse(List<String> reasons) {
    if (!reasons.isEmpty()) {
      throw new IllegalStateException("refused:\n  " + String.join("\n  ", reasons));
    }
  }

  private void trust(List<Path> folders, RootRollover roots, List<X509Certificate> known) {
    List<X509Certificate> now = roots.roots();
    String names = now.stream().map(LivePeers::name).collect(Collectors.joining(" and "));
    for (Path changed : Trusted.below(folders, now, known)) {
      spec.commandLine().getOut().printf("  %s trusts %s%n", changed, names);
    }
  }

  private void kubernetes(Home home) {
    spec.commandLine()
        .getOut()
        .println(
            "Kubernetes: kubectl -n cert-manager create configmap giftwarden-roots"
                + " --from-file=root.crt="
                + home.pki.resolve("root/ca.crt")
                + " --from-file=issuing.crt="
                + home.pki.resolve("issuing.crt")
                + " --from-file=database.crt="
                + home.pki.resolve("database/ca.crt")
                + " --dry-run=client -o yaml | kubectl apply -f -");
  }
}
