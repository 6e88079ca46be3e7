package dev.giftwarden.certs.cli.anchor;

import static java.util.stream.Collectors.joining;

import dev.giftwarden.certs.tls.LivePeers;
import java.io.PrintWriter;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/// Roots below each other, newest choice first, and what each process needs them for.
final class StatusTable {
  private static final String ROW = "%-16s  %-7s  %-32s  %s%n";

  private StatusTable() {}

  static void print(PrintWriter out, List<X509Certificate> roots, List<Asked> services) {
    out.printf(ROW, "root", "service", "asked", "stand by it");
    for (X509Certificate root : roots) {
      String anchor = LivePeers.name(root);
      for (Asked asked : services) {
        out.printf(ROW, anchor, asked.service(), asked.from(), what(asked, anchor));
      }
    }
  }

  private static String what(Asked asked, String anchor) {
    String needs =
        asked.needs(anchor).entrySet().stream()
            .map(need -> need.getValue() + " " + need.getKey())
            .collect(joining(", "));
    List<String> doubts = asked.doubts(anchor);
    String trust = doubts.isEmpty() ? "" : "not trusted for " + String.join(", ", doubts);
    String both = Stream.of(needs, trust).filter(said -> !said.isEmpty()).collect(joining("; "));
    return both.isEmpty() ? "nothing" : both;
  }
}
