package dev.giftwarden.auth.rest;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/// How version 1 answers what changes something; each resource that does is one.
public abstract class V1Resource {

  /// Answers 201 with what was made.
  protected static <T, R> Response created(
      Outcome<T, R> outcome, Function<T, ?> view, Function<R, Problem> why) {
    return answer(Response.Status.CREATED, outcome, view, why);
  }

  /// Answers 200 with what was changed.
  protected static <T, R> Response changed(
      Outcome<T, R> outcome, Function<T, ?> view, Function<R, Problem> why) {
    return answer(Response.Status.OK, outcome, view, why);
  }

  private static <T, R> Response answer(
      Response.Status status,
      Outcome<T, R> outcome,
      Function<T, ?> view,
      Function<R, Problem> why) {
    return switch (outcome) {
      case Outcome.Done<T, R>(T thing, boolean replayed) -> {
        var answer = Response.status(status).entity(view.apply(thing));
        yield (replayed ? answer.header(IdempotencyKey.REPLAYED, "true") : answer).build();
      }
      case Outcome.Refused<T, R>(R reason) -> why.apply(reason).response();
      case Outcome.NotAgain<T, R>(Refusal reason) -> Problem.of(reason).response();
    };
  }
}
