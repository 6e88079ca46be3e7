package dev.giftwarden.gift.v2.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.transfer.ImportedRow;
import dev.giftwarden.gift.transfer.RecipientSheet;
import dev.giftwarden.gift.v2.batch.SentBatchV2;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What has become of a sheet, in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "What has become of the rows of a table")
public record ImportedV2(
    @Schema(description = "How many are remembered, now or since before", minimum = "0")
        int remembered,
    @Schema(description = "How many are not", minimum = "0") int refused,
    @Schema(description = "In the order of the table", maxItems = RecipientSheet.MOST_ROWS)
        List<Row> rows) {

  /// One of them.
  ///
  /// @param status what the answer would be if it had been sent by itself
  @RegisterForReflection(registerFullHierarchy = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "ImportedRowV2",
      description = "What has become of a row: `recipient`, or `problem` where it was refused")
  public record Row(
      @Schema(
              description = "1 is the first below the columns; empty lines do not count",
              minimum = "1",
              maximum = "10000",
              examples = "1")
          int row,
      @Schema(
              description = "What the answer would be if it had been sent by itself",
              minimum = "201",
              maximum = "599",
              examples = "201")
          int status,
      @Schema(description = "Whether it was remembered before under this Idempotency-Key")
          boolean replayed,
      @Schema(implementation = RecipientId.class) @Nullable String recipient,
      SentBatchV2.@Nullable Why problem) {}

  static ImportedV2 of(List<ImportedRow> imported) {
    List<Row> rows =
        IntStream.range(0, imported.size()).mapToObj(i -> row(i + 1, imported.get(i))).toList();
    int remembered = (int) rows.stream().filter(row -> row.problem() == null).count();
    return new ImportedV2(remembered, rows.size() - remembered, rows);
  }

  private static Row row(int number, ImportedRow imported) {
    return switch (imported) {
      case ImportedRow.Remembered(RecipientId recipient, boolean replayed) ->
          new Row(number, 201, replayed, recipient.value(), null);
      case ImportedRow.Refused(Problem problem) ->
          new Row(number, problem.type().status(), false, null, SentBatchV2.Why.of(problem));
    };
  }

  @Override
  public String toString() {
    return "ImportedV2[" + remembered + " remembered, " + refused + " refused]";
  }
}
