package dev.giftwarden.certs.cli.anchor;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// Every process that is to be asked.
final class Services {
  /// Each serves peers of its own: one that was not asked may still need the old root.
  private static final Set<String> ALL = Set.of("auth", "gift", "audit");

  @Option(
      names = "--management",
      paramLabel = "URL",
      description = "The management port of a replica, such as https://localhost:8451. Repeat it.")
  private final List<URI> management = new ArrayList<>();

  @Option(
      names = "--scraped",
      paramLabel = "SERVICE=FILE",
      description = "What a replica's /q/metrics said, where this machine cannot ask it.")
  private final Map<String, Path> scraped = new LinkedHashMap<>();

  /// @throws IllegalStateException if a service is missing, or one does not answer
  List<Asked> ask(List<X509Certificate> roots) {
    List<Asked> asked = new ArrayList<>();
    management.forEach(url -> asked.add(Asked.of(url, roots)));
    scraped.forEach((service, file) -> asked.add(Asked.of(service, file)));
    Set<String> missing = new TreeSet<>(ALL);
    missing.removeAll(asked.stream().map(Asked::service).collect(Collectors.toSet()));
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "every replica of every service is asked; missing: " + String.join(", ", missing));
    }
    return asked;
  }
}
