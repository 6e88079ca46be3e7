package dev.giftwarden.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The two configuration files of the server. Both are written anew before every start, so that
/// what is read here is what runs.
final class ServerFiles {

  private ServerFiles() {}

  static void write(PostgresSettings settings) throws IOException {
    Files.writeString(settings.data().resolve("postgresql.conf"), configuration(settings));
    Files.writeString(settings.data().resolve("pg_hba.conf"), access());
  }

  /// No socket in the file system: it could only be opened by a rule that trusts the machine's
  /// users. Terse errors: the DETAIL of a violated constraint quotes the row, and rows hold
  /// people's addresses.
  private static String configuration(PostgresSettings settings) {
    return """
    listen_addresses = '127.0.0.1'
    unix_socket_directories = ''
    ssl = on
    ssl_min_protocol_version = 'TLSv1.3'
    ssl_cert_file = %s
    ssl_key_file = %s
    ssl_ca_file = %s
    log_timezone = 'UTC'
    log_line_prefix = '%%m [%%p] %%q%%u@%%d '
    log_error_verbosity = terse
    """
        .formatted(
            quoted(settings.server().resolve("tls.crt")),
            quoted(settings.server().resolve("tls.key")),
            quoted(settings.server().resolve("ca.crt")));
  }

  /// What no line names is refused: plaintext, sockets, a role in another's database.
  private static String access() {
    String services =
        Stream.of(ServiceDatabase.values())
            .map(database -> line(database.id(), String.join(",", database.roles())))
            .collect(Collectors.joining());
    return line("all", ServiceDatabase.SUPERUSER) + services;
  }

  private static String line(String database, String roles) {
    return "hostssl %s %s 127.0.0.1/32 cert%n".formatted(database, roles);
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
