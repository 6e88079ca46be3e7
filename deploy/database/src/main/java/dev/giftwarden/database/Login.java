package dev.giftwarden.database;

import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/// Who somebody is to PostgreSQL, and what shows it.
///
/// @param folder with the role's `tls.crt`, `tls.key`, and `ca.crt` that the server must chain to
public record Login(String role, Path folder) {

  /// Connections over TLS to a database of a server on this machine.
  public PGSimpleDataSource to(int port, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://localhost:" + port + "/" + database);
    source.setLogServerErrorDetail(false);
    source.setUser(role);
    source.setSslMode("verify-full");
    source.setSslCert(folder.resolve("tls.crt").toString());
    source.setSslKey(folder.resolve("tls.key").toString());
    source.setSslRootCert(folder.resolve("ca.crt").toString());
    source.setPemKeyAlgorithm("EC");
    return source;
  }
}
