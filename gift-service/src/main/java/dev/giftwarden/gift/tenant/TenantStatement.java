package dev.giftwarden.gift.tenant;

import dev.giftwarden.auth.client.id.SubAccountId;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One SQL statement whose parameters are written `:name` in its text.
public final class TenantStatement {

  /// Not the `::` of a cast.
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z_]+)");

  private final Connection connection;
  private final String text;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  TenantStatement(Connection connection, String text) {
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
    try (PreparedStatement statement = prepare();
        ResultSet rows = statement.executeQuery()) {
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
    try (PreparedStatement statement = prepare()) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private PreparedStatement prepare() throws SQLException {
    List<String> names = PARAMETER.matcher(text).results().map(found -> found.group(1)).toList();
    PreparedStatement statement =
        connection.prepareStatement(PARAMETER.matcher(text).replaceAll("?"));
    for (int i = 0; i < names.size(); i++) {
      statement.setObject(i + 1, value(names.get(i)));
    }
    return statement;
  }

  private @Nullable Object value(String name) {
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException("no value for :" + name + " in " + text);
    }
    return values.get(name);
  }
}
