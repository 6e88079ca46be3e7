package dev.giftwarden.gift.v2.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.batch.Batch;
import dev.giftwarden.gift.batch.BatchMode;
import dev.giftwarden.gift.batch.ItemKey;
import dev.giftwarden.gift.batch.SentBatch;
import dev.giftwarden.gift.gift.ShownGift;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.v2.GiftV2;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What has become of a batch, in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "What has become of a batch")
public record SentBatchV2(
    @Schema(implementation = BatchMode.class) String mode,
    @Schema(description = "How many gifts are there, now or since before", minimum = "0") int sent,
    @Schema(description = "How many are not", minimum = "0") int refused,
    @Schema(description = "As the items, in their order", maxItems = Batch.MOST) List<Item> items) {

  /// One of them.
  ///
  /// @param status what the answer would be if it had been sent by itself
  @RegisterForReflection(registerFullHierarchy = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "SentItemV2",
      description = "What has become of a gift: `gift`, or `problem` where it was refused")
  public record Item(
      @Schema(implementation = ItemKey.class) String key,
      @Schema(
              description = "What the answer would be if it had been sent by itself",
              minimum = "201",
              maximum = "599",
              examples = "201")
          int status,
      @Schema(description = "Whether it was sent before under this Idempotency-Key")
          boolean replayed,
      @Nullable GiftV2 gift,
      @Nullable Why problem) {}

  /// RFC 9457, as far as it is not the answer's: the request is one, and so are its ids.
  @RegisterForReflection(registerFullHierarchy = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @Schema(
      name = "ItemProblemV2",
      description = "Why not (RFC 9457); fields are those of the gift, or columns of the row")
  public record Why(
      @Schema(format = "uri", examples = "https://giftwarden.example/problems/budget-exhausted")
          String type,
      @Schema(examples = "Budget exhausted") String title,
      @Schema(minimum = "400", maximum = "599") int status,
      @Schema(examples = "The budget has too little left.") String detail,
      List<Problem.FieldError> errors) {

    public static Why of(Problem problem) {
      return new Why(
          problem.type().uri().toString(),
          problem.type().title(),
          problem.type().status(),
          problem.detail(),
          problem.errors());
    }
  }

  static SentBatchV2 of(SentBatch sent) {
    List<Item> items =
        IntStream.range(0, sent.outcomes().size())
            .mapToObj(i -> item(sent.batch().items().get(i).key(), sent.outcomes().get(i)))
            .toList();
    int there = (int) items.stream().filter(item -> item.gift() != null).count();
    return new SentBatchV2(sent.batch().mode().text(), there, items.size() - there, items);
  }

  private static Item item(ItemKey key, Outcome<ShownGift> outcome) {
    return switch (outcome) {
      case Outcome.Done<ShownGift>(ShownGift gift, boolean replayed) ->
          new Item(key.value(), 201, replayed, GiftV2.of(gift), null);
      case Outcome.Refused<ShownGift>(_, Problem problem) ->
          new Item(key.value(), problem.type().status(), false, null, Why.of(problem));
    };
  }

  @Override
  public String toString() {
    return "SentBatchV2[" + sent + " sent, " + refused + " refused]";
  }
}
