package dev.giftwarden.gift.transfer;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.text.Utf8;
import dev.giftwarden.gift.person.PersonalData;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table of people to remember, in CSV: its first record names the columns, in any order, and
/// each one behind it is somebody. A field without a character was left out. It is read as it
/// comes, some rows at a time, and no more than those are in memory.
public final class RecipientSheet {

  /// Some seconds of work, and an answer that a client reads at once.
  public static final int MOST_ROWS = 10_000;

  /// A thousand for each of those rows: as much as all columns have in a long script.
  public static final long MOST_BYTES = 10 * 1024 * 1024L;

  /// Rows that are read and written at once.
  static final int TOGETHER = 100;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Csv csv;
  private final List<String> columns;
  private int given;

  private RecipientSheet(Csv csv, List<String> columns) {
    this.csv = csv;
    this.columns = columns;
  }

  public sealed interface Row {

    /// @param subAccount empty: it was not named
    record Somebody(PersonalData person, Optional<SubAccountId> subAccount) implements Row {

      /// @param place where it belongs: what another place is asked for is another thing
      CanonicalRequest canonical(Optional<SubAccountId> place) {
        var request = new CanonicalRequest("giftwarden/recipient-import-row/v1");
        request.text(place.map(SubAccountId::value));
        person.describe(request);
        return request;
      }

      @Override
      public String toString() {
        return "Somebody[hidden]";
      }
    }

    /// @param problem names each column at fault, or says what is wrong with the row as a whole
    record Faulty(Problem problem) implements Row {}
  }

  /// Some of its rows, in their order.
  ///
  /// @param first the number of the first of them, from 1
  /// @param isLast whether the table ends with them
  record Part(int first, List<Row> rows, boolean isLast) {
    Part {
      rows = List.copyOf(rows);
    }

    /// What it stands for among the parts of a request.
    String name() {
      return "rows from " + first;
    }

    /// What is asked for: a row with a fault asks for nobody. That the table ends is a part of it,
    /// so that one that goes on is another.
    CanonicalRequest canonical() {
      var request =
          first == 1 && isLast
              ? new CanonicalRequest("giftwarden/recipient-import/v1")
              : new CanonicalRequest("giftwarden/recipient-import-part/v1")
                  .number(first)
                  .number(isLast ? 1 : 0);
      request.number(rows.size());
      for (Row row : rows) {
        switch (row) {
          case Row.Somebody somebody -> request.part(somebody.canonical(somebody.subAccount()));
          case Row.Faulty _ -> request.text(Optional.empty());
        }
      }
      return request;
    }
  }

  /// @throws InvalidValue for what is no such table, however its rows may be
  /// @throws IOException if `octets` does
  public static RecipientSheet open(InputStream octets) throws IOException {
    var text = new PushbackReader(new InputStreamReader(octets, Utf8.strict()));
    try {
      int first = text.read();
      if (first >= 0 && first != BYTE_ORDER_MARK) {
        text.unread(first);
      }
    } catch (CharacterCodingException _) {
      throw Csv.noText();
    }
    var csv = new Csv(text);
    if (!(csv.next().orElse(null) instanceof Csv.Entry.Fields(List<String> columns))) {
      throw new InvalidValue(SheetRow.COLUMNS_WANTED);
    }
    check(columns);
    return new RecipientSheet(csv, columns);
  }

  /// @throws InvalidValue if it cannot be read on, says how many rows there are before that, or has
  ///   none or too many
  /// @throws IOException if there is no more of it, and this is not its end
  Part next() throws IOException {
    try {
      List<Row> rows = new ArrayList<>();
      while (rows.size() < TOGETHER && !csv.isAtEnd()) {
        csv.next().map(entry -> row(columns, entry)).ifPresent(rows::add);
      }
      Part part = new Part(given + 1, rows, csv.isAtEnd());
      if (rows.isEmpty() || given + rows.size() == MOST_ROWS && !part.isLast()) {
        throw new InvalidValue("1 to 10,000 rows below the one that names the columns");
      }
      given += rows.size();
      return part;
    } catch (InvalidValue e) {
      throw given == 0
          ? e
          : new InvalidValue("%s; rows 1 to %d are done".formatted(e.wanted(), given));
    }
  }

  private static void check(List<String> columns) {
    if (!SheetRow.COLUMNS.containsAll(columns)
        || !columns.containsAll(SheetRow.REQUIRED)
        || new HashSet<>(columns).size() != columns.size()) {
      throw new InvalidValue(SheetRow.COLUMNS_WANTED);
    }
  }

  private static Row row(List<String> columns, Csv.Entry entry) {
    return switch (entry) {
      case Csv.Entry.Broken(String wanted) -> faulty(wanted);
      case Csv.Entry.Fields(List<String> fields) ->
          fields.size() == columns.size()
              ? new SheetRow(given(columns, fields)).read()
              : faulty(columns.size() + " fields, as there are columns");
    };
  }

  private static Row faulty(String wanted) {
    return new Row.Faulty(Problem.of(ProblemType.MALFORMED_REQUEST).because(wanted));
  }

  private static Map<String, String> given(List<String> columns, List<String> fields) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!fields.get(i).isEmpty()) {
        given.put(columns.get(i), fields.get(i));
      }
    }
    return given;
  }
}
