package dev.giftwarden.audit.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// What the `*Table` classes have in common: statements run in the caller's transaction where there
/// is one, else each on its own. A database that fails is no outcome of ours and comes out
/// unchecked.
public abstract class SqlTable {
  private final DataSource database;

  protected SqlTable(DataSource database) {
    this.database = database;
  }

  /// Sets a statement's parameters.
  @FunctionalInterface
  protected interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /// Reads the row that the result stands on.
  @FunctionalInterface
  protected interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  protected final <T> List<T> query(String sql, Binding binding, Row<T> reader) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    } catch (SQLException failed) {
      throw new DatabaseException(failed);
    }
  }

  /// @return the number of rows changed
  protected final int update(String sql, Binding binding) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      return statement.executeUpdate();
    } catch (SQLException failed) {
      throw new DatabaseException(failed);
    }
  }

  /// Runs the statement once for each binding, in one round trip.
  protected final void updateEach(String sql, List<Binding> bindings) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Binding binding : bindings) {
        binding.bind(statement);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException failed) {
      throw new DatabaseException(failed);
    }
  }

  /// The database did not do what it was asked.
  public static final class DatabaseException extends RuntimeException {
    DatabaseException(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
