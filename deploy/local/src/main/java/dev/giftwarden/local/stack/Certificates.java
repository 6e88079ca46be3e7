package dev.giftwarden.local.stack;

import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.recipients.RecipientKeys;
import dev.giftwarden.database.ServiceDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Every certificate of the installation, each in the folder of the one that uses it. They live a
/// day, and are renewed at half their life: at the start, and while everything runs.
final class Certificates {

  /// Who dials `127.0.0.1` is refused: that address is in no certificate.
  private static final List<String> HOSTS = List.of("localhost");

  private record Entry(Path folder, Consumer<Path> issue) {}

  private final Home home;
  private final InstantSource clock;

  Certificates(Home home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
  }

  /// Makes what is missing and renews what is due.
  ///
  /// @return how many were made
  int prepare() {
    if (!Pki.exists(home.pki())) {
      Pki.init(home.pki(), clock);
    }
    Pki pki = Pki.open(home.pki(), clock);
    int made = pki.renewIfDue(pki.firstOperator()) ? 1 : 0;
    if (!Files.exists(partnerCa().resolve(CredentialFolder.CERTIFICATE))) {
      pki.handOverPartnerCa(partnerCa());
    }
    RecipientKeys.makeIfAbsent(recipientKeys());
    for (Entry entry : entries(pki)) {
      if (!Files.exists(entry.folder().resolve(CredentialFolder.CERTIFICATE))) {
        entry.issue().accept(entry.folder());
        made++;
      } else if (pki.renewIfDue(entry.folder())) {
        made++;
      }
    }
    return made;
  }

  /// Renews what the services show to their peers and to PostgreSQL, due or not.
  void replaceServices() {
    Pki pki = Pki.open(home.pki(), clock);
    for (Service service : Service.values()) {
      pki.renew(internal(service));
      pki.renew(edge(service));
      for (String role : service.database().runtimeRoles()) {
        pki.renew(home.roles(service).resolve(role));
      }
    }
  }

  /// The services and their database connections notice new files by themselves.
  private List<Entry> entries(Pki pki) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(databaseServer(), out -> pki.issueDatabaseServer(HOSTS, out)));
    entries.add(role(pki, superuser(), ServiceDatabase.SUPERUSER));
    for (Service service : Service.values()) {
      String id = service.id();
      entries.add(new Entry(internal(service), out -> pki.issueService(id, HOSTS, out)));
      entries.add(new Entry(edge(service), out -> pki.issueEdge(id, HOSTS, out)));
      ServiceDatabase database = service.database();
      entries.add(role(pki, home.migration(service).resolve(database.owner()), database.owner()));
      for (String role : database.runtimeRoles()) {
        entries.add(role(pki, home.roles(service).resolve(role), role));
      }
      for (String role : database.rolesApart()) {
        entries.add(role(pki, home.rolesApart().resolve(role), role));
      }
    }
    for (Partner partner : Partner.values()) {
      entries.add(
          new Entry(
              partner.credentials(home),
              out -> pki.issuePartner(partner.account(), partner.client(), out)));
    }
    return entries;
  }

  private static Entry role(Pki pki, Path folder, String role) {
    return new Entry(folder, out -> pki.issueDatabaseRole(role, out));
  }

  Path internal(Service service) {
    return home.given(service).resolve("internal");
  }

  Path edge(Service service) {
    return home.given(service).resolve("public");
  }

  /// What auth signs partners' certificates with.
  Path partnerCa() {
    return home.given(Service.AUTH).resolve("partners");
  }

  /// What gift stores people under; an installation from before there were keys gets them at its
  /// next start.
  Path recipientKeys() {
    return RecipientKeys.in(home.pki());
  }

  Path databaseServer() {
    return home.postgres().resolve("server");
  }

  Path superuser() {
    return home.postgres().resolve("superuser");
  }
}
