package dev.giftwarden.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The two configuration files of the server. Both are written anew before every start, so that
/// what is read here is what runs.
final class ServerFiles {

  /// Where a server listens, whom it hears, and where it finds what it shows.
  ///
  /// @param listens an address of its own, or `*`
  /// @param hears the addresses that clients come from, as `pg_hba.conf` names them
  record Place(String listens, String hears, String certificate, String key, String anchors) {

    static Place onLoopback(Path server) {
      return new Place(
          "127.0.0.1",
          "127.0.0.1/32",
          server.resolve("tls.crt").toString(),
          server.resolve("tls.key").toString(),
          server.resolve("ca.crt").toString());
    }
  }

  private ServerFiles() {}

  static void write(PostgresSettings settings) throws IOException {
    Place place = Place.onLoopback(settings.server());
    Files.writeString(settings.data().resolve("postgresql.conf"), configuration(place));
    Files.writeString(settings.data().resolve("pg_hba.conf"), access(place));
  }

  /// No socket in the file system: it could only be opened by a rule that trusts the machine's
  /// users. Terse errors: the DETAIL of a violated constraint quotes the row, and rows hold
  /// people's addresses.
  static String configuration(Place place) {
    return """
    listen_addresses = %s
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
            quoted(place.listens()),
            quoted(place.certificate()),
            quoted(place.key()),
            quoted(place.anchors()));
  }

  /// What no line names is refused: plaintext, sockets, a role in another's database.
  static String access(Place place) {
    String services =
        Stream.of(ServiceDatabase.values())
            .map(database -> line(place, database.id(), String.join(",", database.roles())))
            .collect(Collectors.joining());
    return line(place, "all", ServiceDatabase.SUPERUSER) + services;
  }

  private static String line(Place place, String database, String roles) {
    return "hostssl %s %s %s cert%n".formatted(database, roles, place.hears());
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
