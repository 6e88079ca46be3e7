package dev.giftwarden.kubernetes;

import java.util.ArrayList;
import java.util.List;

/// What a PostgreSQL of ours must be: nobody enters without a certificate, and a commit that was
/// answered survives the loss of a machine.
final class DatabaseRules {
  private DatabaseRules() {}

  static List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    manifests
        .of("Cluster")
        .forEach(cluster -> faults(cluster).forEach(fault -> findings.add(cluster + " " + fault)));
    return findings;
  }

  private static List<String> faults(Manifest cluster) {
    List<String> faults = new ArrayList<>();
    List<String> doors = Manifest.list(cluster.at("/spec/postgresql/pg_hba"));
    if (doors.isEmpty() || !doors.getLast().equals("host all all all reject")) {
      faults.add("lets in who has a password");
    }
    for (String door : doors) {
      boolean byCertificate = door.startsWith("hostssl ") && door.endsWith(" cert");
      if (!byCertificate && !door.endsWith(" reject")) {
        faults.add("lets in without a certificate: " + door);
      }
      if (byCertificate && (door.contains(" all all ") || door.startsWith("hostssl all "))) {
        faults.add("lets a role into databases of others: " + door);
      }
    }
    if (cluster.at("/spec/enableSuperuserAccess").asBoolean(true)) {
      faults.add("opens the superuser to the network");
    }
    if (!cluster.text("/spec/postgresql/parameters/ssl_min_protocol_version").equals("TLSv1.3")) {
      faults.add("speaks less than TLS 1.3");
    }
    if (!cluster.at("/spec/monitoring/tls/enabled").asBoolean()) {
      faults.add("shows metrics without TLS");
    }
    if (cluster.at("/spec/instances").asInt() < 2
        || cluster.at("/spec/postgresql/synchronous/number").asInt() < 1) {
      faults.add("has no synchronous standby");
    }
    cluster
        .at("/spec/managed/roles")
        .forEach(role -> {
          boolean plain =
              role.path("disablePassword").asBoolean()
                  && !role.path("superuser").asBoolean()
                  && !role.path("bypassrls").asBoolean()
                  && !role.path("createrole").asBoolean()
                  && !role.path("createdb").asBoolean()
                  && !role.path("replication").asBoolean();
          if (!plain) {
            faults.add("has a role with more than a login: " + role.path("name").asText());
          }
        });
    return faults;
  }
}
