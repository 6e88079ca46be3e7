package dev.giftwarden.bench.rotation;

import dev.giftwarden.bench.rotation.Handshake.Outcome;
import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.path.CertificateForm;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Who still sees a certificate that is not the one in its folder.
public final class Peers {
  /// As its superuser sees a database.
  @FunctionalInterface
  public interface Database {
    Connection connect(String name) throws SQLException;
  }

  private static final String CONNECTED =
      """
      select a.usename, s.client_serial
        from pg_stat_ssl s join pg_stat_activity a on a.pid = s.pid
       where s.ssl and a.usename = ?
      """;

  /// What auth has seen at the other end when gift asked for its own token: an event is kept as the
  /// bytes that the log commits to.
  private static final String CALLED =
      """
      select 1 from event
       where received > (select max(received) from event) - 50000
         and position(convert_to(?, 'UTF8') in encoded) > 0
         and position(convert_to(?, 'UTF8') in encoded) > 0
       limit 1
      """;

  private final Site site;
  private final Database database;

  public Peers(Site site, Database database) {
    this.site = site;
    this.database = database;
  }

  /// Where an old certificate is still seen; empty once all have moved.
  public List<String> behind() throws IOException, SQLException {
    List<String> behind = new ArrayList<>();
    for (Service service : Service.values()) {
      listeners(service, behind);
      roles(service, behind);
    }
    try (Connection audit = database.connect("audit");
        var statement = audit.prepareStatement(CALLED)) {
      statement.setString(1, "spiffe://services.giftwarden.example/gift");
      statement.setString(2, CertificateForm.serial(leaf(site.internal(Service.GIFT))));
      if (!statement.executeQuery().next()) {
        behind.add("auth has not met gift's new certificate");
      }
    }
    return behind;
  }

  private void listeners(Service service, List<String> behind) throws IOException {
    TlsFolder own = TlsFolder.open(site.internal(service), InstantSource.system());
    var inside = new Handshake(own, service.id(), site.ports().of(service).grpc());
    var outside = new Handshake(own, service.id(), site.ports().of(service).https());
    shows(behind, service + " internal", leaf(site.internal(service)), inside.with(own));
    var watched = new Handshake(own, service.id(), site.ports().of(service).management());
    shows(behind, service + " public", leaf(site.edge(service)), outside.with(null));
    shows(behind, service + " management", leaf(site.internal(service)), watched.with(null));
  }

  private static void shows(
      List<String> behind, String where, X509Certificate wanted, Outcome outcome) {
    if (!outcome.equals(new Outcome.Accepted(wanted))) {
      behind.add(where + " shows another: " + outcome.getClass().getSimpleName());
    }
  }

  private void roles(Service service, List<String> behind) throws IOException, SQLException {
    try (Connection postgres = database.connect("postgres");
        var statement = postgres.prepareStatement(CONNECTED)) {
      for (String role : service.database().runtimeRoles()) {
        BigInteger wanted = leaf(site.role(service, role)).getSerialNumber();
        statement.setString(1, role);
        try (var rows = statement.executeQuery()) {
          while (rows.next()) {
            if (!wanted.equals(rows.getBigDecimal(2).toBigInteger())) {
              behind.add("a connection of " + role + " shows another");
            }
          }
        }
      }
    }
  }

  private static X509Certificate leaf(Path folder) throws IOException {
    return Pem.certificates(CredentialFolder.read(folder).certificate()).getFirst();
  }
}
