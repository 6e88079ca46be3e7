package dev.giftwarden.acceptance.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A place where canaries must not be; its text holds bytes as characters up to `ÿ`.
record Haystack(String name, String text) {

  /// @return what was found, as `canary in place (disguise)`
  List<String> findings(List<Canary> canaries) {
    String lowered = text.toLowerCase(Locale.ROOT);
    return canaries.stream()
        .flatMap(canary ->
            canary.in(text, lowered).stream()
                .map(disguise -> canary.name() + " in " + name + " (" + disguise + ")"))
        .toList();
  }

  static Haystack of(String name, Reply reply) {
    byte[] bytes = (reply.status() + " " + reply.headers() + "\n" + reply.body()).getBytes(UTF_8);
    return new Haystack(name, new String(bytes, ISO_8859_1));
  }

  /// Of every process: the services and PostgreSQL.
  static List<Haystack> logs(House house) {
    return logs(house, "");
  }

  /// Of those whose file names begin so.
  static List<Haystack> logs(House house, String name) {
    try (Stream<Path> logs = Files.list(house.home().logs())) {
      List<Haystack> read = new ArrayList<>();
      for (Path log : logs.filter(log -> log.getFileName().toString().startsWith(name)).toList()) {
        read.add(
            new Haystack(
                log.getFileName().toString(), new String(Files.readAllBytes(log), ISO_8859_1)));
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every column of every row of every table of ours, as the superuser sees them: as text, and
  /// bytes also as what they are.
  static List<Haystack> database(House house, String database) {
    return database(house, database, "");
  }

  /// Of the tables whose names, behind their schemas, begin so.
  static List<Haystack> database(House house, String database, String name) {
    Map<String, StringBuilder> tables = new TreeMap<>();
    try (Connection connection = house.superuser(database);
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement).stream().filter(t -> t.startsWith(name)).toList()) {
        StringBuilder text = tables.computeIfAbsent(table, _ -> new StringBuilder());
        try (ResultSet rows = statement.executeQuery("select * from " + table)) {
          while (rows.next()) {
            row(rows, text);
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return tables.entrySet().stream()
        .map(table -> new Haystack(database + "." + table.getKey(), table.getValue().toString()))
        .toList();
  }

  private static List<String> tables(Statement statement) throws SQLException {
    String sql =
        """
        select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')
        """;
    List<String> names = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static void row(ResultSet rows, StringBuilder text) throws SQLException {
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      String value = rows.getString(column);
      if (value == null) {
        continue;
      }
      text.append(new String(value.getBytes(UTF_8), ISO_8859_1)).append('\n');
      if (rows.getMetaData().getColumnTypeName(column).equals("bytea")) {
        text.append(new String(rows.getBytes(column), ISO_8859_1)).append('\n');
      }
    }
  }
}
