package dev.giftwarden.kubernetes;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Everything that can be said against an overlay without a cluster.
public final class Verify {
  private static final SchemaCheck SCHEMA = new SchemaCheck();

  private Verify() {}

  /// One line for each fault; empty: good.
  public static List<String> findings(Manifests manifests) {
    return Stream.of(
            SCHEMA.findings(manifests),
            References.findings(manifests),
            PodRules.findings(manifests),
            CertificateRules.findings(manifests),
            DatabaseRules.findings(manifests),
            NetworkTable.findings(manifests))
        .flatMap(List::stream)
        .toList();
  }

  /// Prints the faults of an overlay; the exit code says whether there are any.
  ///
  /// @param arguments the folder of this module, then the overlay
  public static void main(String[] arguments) {
    if (arguments.length != 2 || arguments[1].startsWith("-")) {
      System.err.println("usage: deploy/kubernetes/verify/run OVERLAY");
      System.exit(2);
    }
    Path overlay = Path.of(arguments[1]).toAbsolutePath();
    Manifests manifests = new Kustomize(Path.of(arguments[0])).render(overlay);
    List<String> findings = findings(manifests);
    findings.forEach(System.out::println);
    System.out.println("%d objects, %d faults".formatted(manifests.all().size(), findings.size()));
    System.exit(findings.isEmpty() ? 0 : 1);
  }
}
