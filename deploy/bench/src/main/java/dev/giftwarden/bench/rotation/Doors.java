package dev.giftwarden.bench.rotation;

import dev.giftwarden.bench.rotation.Handshake.Outcome;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whoever has no certificate, or a stranger's, is refused where one is needed, in the same words
/// before and after a change.
public final class Doors {
  private static final String NONE = "certificate_required";
  private static final String FOREIGN = "certificate_unknown";

  private final Site site;
  private final TlsFolder foreignService;
  private final TlsFolder foreignPartner;

  /// @param folder for a PKI that nobody trusts
  public Doors(Site site, Path folder) {
    this.site = site;
    InstantSource clock = InstantSource.system();
    Pki foreign = Pki.init(folder.resolve("foreign"), clock);
    foreign.issueService("gift", List.of("localhost"), folder.resolve("service"));
    foreign.issuePartner(site.account(), site.client(), folder.resolve("partner"));
    foreignService = TlsFolder.open(folder.resolve("service"), clock);
    foreignPartner = TlsFolder.open(folder.resolve("partner"), clock);
  }

  /// What of it is not so; empty if all is well.
  public List<String> open() throws IOException {
    List<String> open = new ArrayList<>();
    for (Service service : Service.values()) {
      TlsFolder own = TlsFolder.open(site.internal(service), InstantSource.system());
      int internal = site.ports().of(service).grpc();
      int edge = site.ports().of(service).https();
      Handshake inside = new Handshake(own, service.id(), internal);
      Handshake outside = new Handshake(own, service.id(), edge);
      check(open, service + " internal, none", NONE, inside.with(null));
      check(open, service + " internal, foreign", FOREIGN, inside.with(foreignService));
      check(open, service + " public, foreign", FOREIGN, outside.with(foreignPartner));
    }
    accounts(open);
    return open;
  }

  private static void check(List<String> open, String where, String alert, Outcome outcome) {
    if (!outcome.equals(new Outcome.Refused(alert))) {
      open.add(where + ": " + outcome);
    }
  }

  /// The public listeners let a client in without a certificate; the account does not.
  private void accounts(List<String> open) throws IOException {
    for (Service service : List.of(Service.GIFT, Service.AUDIT)) {
      String path = service == Service.GIFT ? "/v1/gifts" : "/v1/audit/events";
      try (Caller none = Caller.withoutCertificate(site.internal(service), service.id())) {
        Answer answer =
            none.get(site.https(service) + path, Map.of("Authorization", "Bearer " + site.key()));
        if (answer.status() != 401 || !answer.body().contains("/certificate-required")) {
          open.add(service + " account without a certificate: " + answer);
        }
      }
    }
  }
}
