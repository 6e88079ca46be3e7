package dev.giftwarden.gift.tenant;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.database.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One SQL statement whose parameters are written `:name` in its text.
public final class TenantStatement {

  /// Not the `::` of a cast.
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z_]+)");

  /// The statements of this service are constants, so this has an end.
  private static final Map<String, Parsed> KNOWN = new ConcurrentHashMap<>();

  private record Parsed(String sql, List<String> names) {
    static Parsed of(String text) {
      var parameters = PARAMETER.matcher(text);
      List<String> names = parameters.results().map(found -> found.group(1)).toList();
      return new Parsed(parameters.replaceAll("?"), names);
    }
  }

  private final TenantSession session;
  private final Connection connection;
  private final String text;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  TenantStatement(TenantSession session, Connection connection, String text) {
    this.session = session;
    this.connection = connection;
    this.text = text;
  }

  /// Makes a value of the row that the cursor stands on.
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  public TenantStatement set(String name, @Nullable Object value) {
    values.put(name, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
    return this;
  }

  /// The sub-account that a row belongs to, as `:sub_account`.
  public TenantStatement in(Optional<SubAccountId> subAccount) {
    return set("sub_account", subAccount.map(SubAccountId::value).orElse(null));
  }

  public <T> List<T> list(RowReader<T> reader) {
    try (PreparedStatement statement = execute();
        ResultSet rows = statement.getResultSet()) {
      List<T> read = new ArrayList<>();
      while (rows.next()) {
        read.add(reader.read(rows));
      }
      return read;
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /// The first row, if there is one.
  public <T> Optional<T> first(RowReader<T> reader) {
    return list(reader).stream().findFirst();
  }

  public boolean exists() {
    return first(row -> true).isPresent();
  }

  /// @return how many rows were written
  public int update() {
    try (PreparedStatement statement = execute()) {
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /// Leaves the statement at the result of `text`, whatever was sent before it.
  private PreparedStatement execute() throws SQLException {
    String entrance = session.entrance();
    Parsed parsed = KNOWN.computeIfAbsent(entrance + text, Parsed::of);
    PreparedStatement statement = connection.prepareStatement(parsed.sql());
    try {
      List<String> names = parsed.names();
      for (int i = 0; i < names.size(); i++) {
        statement.setObject(i + 1, parameter(names.get(i)));
      }
      statement.execute();
      if (!entrance.isEmpty()) {
        statement.getMoreResults();
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /// The driver may have a statement with a null described first, in a message of its own between
  /// the entrance and the statement: outside a transaction the database would forget the entrance.
  private @Nullable Object parameter(String name) {
    @Nullable Object value = value(name);
    if (value == null && !session.isTransaction()) {
      throw new IllegalArgumentException("outside a transaction there is no null: :" + name);
    }
    return value;
  }

  private @Nullable Object value(String name) {
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException("no value for :" + name + " in " + text);
    }
    return values.get(name);
  }
}
