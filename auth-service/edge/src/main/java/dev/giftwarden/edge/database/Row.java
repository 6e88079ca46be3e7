package dev.giftwarden.edge.database;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The row that a result stands on. A column is there and has a value, unless it is asked for as
/// one that may have none.
public final class Row {
  private final ResultSet result;
  private final String prefix;

  Row(ResultSet result) {
    this(result, "");
  }

  private Row(ResultSet result, String prefix) {
    this.result = result;
    this.prefix = prefix;
  }

  /// Makes a value of a row.
  @FunctionalInterface
  public interface Reader<T> {
    T read(Row row);
  }

  @FunctionalInterface
  private interface Column<T> {
    @Nullable T get(String label) throws SQLException;
  }

  /// The part of this row that [Columns#in] selected from `table`.
  public Row in(String table) {
    return new Row(result, table + ".");
  }

  public String text(String column) {
    return present(column, result::getString);
  }

  public Optional<String> optionalText(String column) {
    return optional(column, result::getString);
  }

  /// Of a `text[]`.
  public List<String> texts(String column) {
    return List.of(present(column, label -> (String[]) array(label)));
  }

  /// Of an integer of whatever width.
  public long number(String column) {
    return present(column, this::getLong);
  }

  public Optional<Long> optionalNumber(String column) {
    return optional(column, this::getLong);
  }

  public boolean flag(String column) {
    return present(column, label -> result.getObject(label, Boolean.class));
  }

  /// Of a `timestamptz`.
  public Instant instant(String column) {
    return present(column, this::getTime).toInstant();
  }

  public Optional<Instant> optionalInstant(String column) {
    return optional(column, this::getTime).map(Timestamp::toInstant);
  }

  public byte[] bytes(String column) {
    return present(column, result::getBytes);
  }

  public byte @Nullable [] bytesOrNull(String column) {
    return get(column, result::getBytes);
  }

  /// Of a `bytea[]`.
  public List<byte[]> byteStrings(String column) {
    return List.of(present(column, label -> (byte[][]) array(label)));
  }

  public UUID uuid(String column) {
    return present(column, label -> result.getObject(label, UUID.class));
  }

  private @Nullable Long getLong(String label) throws SQLException {
    long value = result.getLong(label);
    return result.wasNull() ? null : value;
  }

  /// Also of `infinity`, which is a moment in milliseconds then.
  private @Nullable Timestamp getTime(String label) throws SQLException {
    return result.getTimestamp(label);
  }

  private @Nullable Object array(String label) throws SQLException {
    @Nullable Array array = result.getArray(label);
    return array == null ? null : array.getArray();
  }

  private <T> Optional<T> optional(String column, Column<T> get) {
    return Optional.ofNullable(get(column, get));
  }

  private <T> T present(String column, Column<T> get) {
    @Nullable T value = get(column, get);
    if (value == null) {
      throw new IllegalStateException("no value in the column " + prefix + column);
    }
    return value;
  }

  private <T> @Nullable T get(String column, Column<T> get) {
    try {
      return get.get(prefix + column);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
