package dev.giftwarden.gift.rest;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How version 1 reads parameters and writes answers; each resource of it is one.
public abstract class V1Resource {

  /// Answers 201 with what was made.
  protected static <T> Response created(Outcome<T> outcome, Function<T, ?> translate) {
    return answer(Response.Status.CREATED, outcome, translate);
  }

  /// Answers 200 with what was found or changed.
  protected static <T> Response answer(Outcome<T> outcome, Function<T, ?> translate) {
    return answer(Response.Status.OK, outcome, translate);
  }

  private static <T> Response answer(
      Response.Status status, Outcome<T> outcome, Function<T, ?> translate) {
    return switch (outcome) {
      case Outcome.Done<T>(T value, boolean replayed) -> {
        var answer = Response.status(status).entity(translate.apply(value));
        yield (replayed ? answer.header(IdempotencyKey.REPLAYED, "true") : answer).build();
      }
      case Outcome.Refused<T>(Reason reason) -> reason.problem().response();
    };
  }

  /// @param prefix of the ids in the list: a place in another list is none in this one
  protected static PageRequest page(
      @Nullable String limit, @Nullable String cursor, String prefix) {
    PageRequest first = PageRequest.first(PageRequest.limit(limit));
    return cursor == null
        ? first
        : Cursor.parse(cursor)
            .filter(place -> place.id().startsWith(prefix))
            .map(first::after)
            .orElseThrow(() -> new InvalidParameter("cursor", "what an earlier page gave as next"));
  }

  /// A request may come without the body that its route takes.
  protected static <T> T present(@Nullable T body) {
    if (body == null) {
      throw new BadRequestException(
          Problem.of(ProblemType.MALFORMED_REQUEST)
              .because("The body of this request is a JSON object.")
              .response());
    }
    return body;
  }
}
