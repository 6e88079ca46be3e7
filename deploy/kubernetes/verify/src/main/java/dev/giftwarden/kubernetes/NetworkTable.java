package dev.giftwarden.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Who may talk to whom, all of it. The policies are compared with this line by line.
final class NetworkTable {
  private static final Set<String> TABLE =
      """
      edge -> auth 8441/TCP
      edge -> gift 8442/TCP
      edge -> gift 8444/TCP
      edge -> audit 8443/TCP

      gift -> auth 9441/TCP
      audit -> auth 9441/TCP
      gift -> audit 9443/TCP
      auth -> audit 9443/TCP

      auth -> database 5432/TCP
      gift -> database 5432/TCP
      audit -> database 5432/TCP
      gift-webhooks -> database 5432/TCP
      gift-webhooks -> anywhere 443/TCP
      auth-migration -> database 5432/TCP
      gift-migration -> database 5432/TCP
      audit-migration -> database 5432/TCP

      database -> database 5432/TCP
      database -> database 8000/TCP
      operator -> database 5432/TCP
      operator -> database 8000/TCP
      database -> anywhere 443/TCP
      database -> anywhere 6443/TCP

      observer -> auth 8451/TCP
      observer -> gift 8452/TCP
      observer -> audit 8453/TCP
      observer -> database 9187/TCP
      """
          .lines()
          .filter(line -> !line.isBlank())
          .collect(Collectors.toUnmodifiableSet());

  /// Every port that anything of ours has, and some that nothing should.
  private static final Set<Integer> PORTS =
      Set.of(
          22, 53, 80, 443, 5432, 6443, 8000, 8080, 8441, 8442, 8443, 8444, 8451, 8452, 8453, 9187,
          9441, 9442, 9443);

  private NetworkTable() {}

  static List<String> findings(Manifests manifests) {
    Set<String> permitted = new Network(manifests).permitted(PORTS);
    List<String> findings = new ArrayList<>();
    for (String line : permitted) {
      if (!TABLE.contains(line) && !isLookUp(line)) {
        findings.add("the network permits " + line + ", and the table does not");
      }
    }
    for (String line : new TreeSet<>(TABLE)) {
      if (!permitted.contains(line)) {
        findings.add("the network does not permit " + line);
      }
    }
    return findings;
  }

  /// Every pod may look up names.
  private static boolean isLookUp(String line) {
    return line.matches("\\S+ -> names 53/(UDP|TCP)");
  }
}
