package dev.giftwarden.gift.transfer;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.text.Utf8;
import dev.giftwarden.gift.person.PersonalData;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table of people to remember, in CSV: its first record names the columns, in any order, and
/// each one behind it is somebody. A field without a character was left out.
///
/// @param rows as they were read, in their order
public record RecipientSheet(List<Row> rows) {

  /// Some seconds of work, and an answer that a client reads at once.
  public static final int MOST_ROWS = 10_000;

  /// Two hundred for each of those rows: all that one address may have on its way at once.
  public static final long MOST_BYTES = 2 * 1024 * 1024L;

  private static final char BYTE_ORDER_MARK = '\ufeff';

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

  /// @throws InvalidValue if there are none or too many
  public RecipientSheet {
    rows = List.copyOf(rows);
    if (rows.isEmpty() || rows.size() > MOST_ROWS) {
      throw new InvalidValue("1 to 10,000 rows below the one that names the columns");
    }
  }

  /// @throws InvalidValue for what is no such table, however its rows may be
  public static RecipientSheet read(byte[] octets) {
    return Utf8.decode(octets)
        .filter(text -> text.indexOf('\0') < 0) // as in UTF-16, taken for UTF-8
        .map(RecipientSheet::read)
        .orElseThrow(() -> new InvalidValue("UTF-8, without U+0000"));
  }

  private static RecipientSheet read(String text) {
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    List<Csv.Entry> entries = Csv.read(marked ? text.substring(1) : text, MOST_ROWS + 1);
    if (entries.isEmpty() || !(entries.getFirst() instanceof Csv.Entry.Fields(var columns))) {
      throw new InvalidValue(SheetRow.COLUMNS_WANTED);
    }
    check(columns);
    return new RecipientSheet(entries.stream().skip(1).map(entry -> row(columns, entry)).toList());
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

  /// What is asked for: a row with a fault asks for nobody.
  CanonicalRequest canonical() {
    var request = new CanonicalRequest("giftwarden/recipient-import/v1").number(rows.size());
    for (Row row : rows) {
      switch (row) {
        case Row.Somebody somebody -> request.part(somebody.canonical(somebody.subAccount()));
        case Row.Faulty _ -> request.text(Optional.empty());
      }
    }
    return request;
  }
}
