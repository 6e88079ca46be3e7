package dev.giftwarden.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a server keeps its things and what it shows.
///
/// @param binaries where the programs are unpacked, 60 MB; null: the temporary folder of the
///   machine, shared by all that use the same version
/// @param data the data directory, made on first use
/// @param log the server's messages, appended
/// @param port on 127.0.0.1
/// @param server `tls.crt`, `tls.key` and `ca.crt` that the server shows and trusts
/// @param superuser the same three for the role `postgres`
public record PostgresSettings(
    @Nullable Path binaries, Path data, Path log, int port, Path server, Path superuser) {

  /// Absolute, because the server runs in a folder of its own.
  public PostgresSettings {
    binaries = binaries == null ? null : binaries.toAbsolutePath();
    data = data.toAbsolutePath();
    log = log.toAbsolutePath();
    server = server.toAbsolutePath();
    superuser = superuser.toAbsolutePath();
  }
}
