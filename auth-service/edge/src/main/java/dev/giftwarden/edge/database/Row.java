package dev.giftwarden.edge.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The row that a result stands on. A column is there and has a value, unless it is asked for as
/// one that may have none.
public final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  /// Makes a value of a row.
  @FunctionalInterface
  public interface Reader<T> {
    T read(Row row);
  }

  @FunctionalInterface
  private interface Column<T> {
    @Nullable T get() throws SQLException;
  }

  public String text(String column) {
    return present(column, () -> result.getString(column));
  }

  public Optional<String> optionalText(String column) {
    return optional(() -> result.getString(column));
  }

  /// Of a `text[]`.
  public List<String> texts(String column) {
    return present(column, () -> Arrays.asList((String[]) result.getArray(column).getArray()));
  }

  /// Also of a column that counts, whatever its width.
  public long number(String column) {
    return present(column, () -> result.getObject(column, Long.class));
  }

  public Optional<Long> optionalNumber(String column) {
    return optional(() -> result.getObject(column, Long.class));
  }

  public boolean flag(String column) {
    return present(column, () -> result.getObject(column, Boolean.class));
  }

  public Instant instant(String column) {
    return present(column, () -> result.getTimestamp(column)).toInstant();
  }

  public Optional<Instant> optionalInstant(String column) {
    return optional(() -> result.getTimestamp(column)).map(at -> at.toInstant());
  }

  public byte[] bytes(String column) {
    return present(column, () -> result.getBytes(column));
  }

  public byte @Nullable [] bytesOrNull(String column) {
    return get(() -> result.getBytes(column));
  }

  /// Of a `bytea[]`.
  public List<byte[]> byteStrings(String column) {
    return present(column, () -> Arrays.asList((byte[][]) result.getArray(column).getArray()));
  }

  public UUID uuid(String column) {
    return present(column, () -> result.getObject(column, UUID.class));
  }

  private static <T> Optional<T> optional(Column<T> column) {
    return Optional.ofNullable(get(column));
  }

  private static <T> T present(String name, Column<T> column) {
    @Nullable T value = get(column);
    if (value == null) {
      throw new IllegalStateException("no value in the column " + name);
    }
    return value;
  }

  private static <T> @Nullable T get(Column<T> column) {
    try {
      return column.get();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
