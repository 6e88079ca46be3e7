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
    return answer(Response.status(Response.Status.CREATED), outcome, view, why);
  }

  /// Answers 201 with what was made, in this form.
  protected static <T, R> Response created(
      String form, Outcome<T, R> outcome, Function<T, ?> view, Function<R, Problem> why) {
    return answer(Response.status(Response.Status.CREATED).type(form), outcome, view, why);
  }

  /// Answers 200 with what was changed.
  protected static <T, R> Response changed(
      Outcome<T, R> outcome, Function<T, ?> view, Function<R, Problem> why) {
    return answer(Response.ok(), outcome, view, why);
  }

  private static <T, R> Response answer(
      Response.ResponseBuilder answer,
      Outcome<T, R> outcome,
      Function<T, ?> view,
      Function<R, Problem> why) {
    return switch (outcome) {
      case Outcome.Done<T, R>(T thing, boolean replayed) ->
          (replayed ? answer.header(IdempotencyKey.REPLAYED, "true") : answer)
              .entity(view.apply(thing))
              .build();
      case Outcome.Refused<T, R>(R reason) -> why.apply(reason).response();
      case Outcome.NotAgain<T, R>(Refusal reason) -> Problem.of(reason).response();
    };
  }

  /// What has a secret in it, no cache may keep.
  protected static Response unkept(Response answer) {
    answer.getHeaders().putSingle("Cache-Control", "no-store");
    return answer;
  }
}
