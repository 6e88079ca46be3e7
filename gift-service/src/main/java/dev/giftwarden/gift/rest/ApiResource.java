package dev.giftwarden.gift.rest;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.person.EmailAddress;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How every version of the API reads parameters and writes answers.
abstract class ApiResource {

  /// Answers 201 with what was made.
  protected <T> Response created(Outcome<T> outcome, Function<T, ?> translate) {
    return answer(Response.Status.CREATED, outcome, translate);
  }

  /// Answers 200 with what was found or changed.
  protected <T> Response answer(Outcome<T> outcome, Function<T, ?> translate) {
    return answer(Response.Status.OK, outcome, translate);
  }

  /// Answers 204: it is as it was asked to be, since now or before.
  protected Response done(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?> _ -> Response.noContent().build();
      case Outcome.Refused<?>(_, Problem problem) -> refused(problem);
    };
  }

  private <T> Response answer(
      Response.Status status, Outcome<T> outcome, Function<T, ?> translate) {
    return switch (outcome) {
      case Outcome.Done<T>(T value, boolean replayed) -> {
        var answer = Response.status(status).entity(translate.apply(value));
        yield (replayed ? answer.header(IdempotencyKey.REPLAYED, "true") : answer).build();
      }
      case Outcome.Refused<T>(_, Problem problem) -> refused(problem);
    };
  }

  /// What this version calls a field that the newest one calls `field`.
  String name(String field) {
    return field;
  }

  final Response refused(Problem problem) {
    return new Problem(
            problem.type(),
            problem.detail(),
            problem.errors().stream()
                .map(error -> new Problem.FieldError(name(error.field()), error.message()))
                .toList())
        .response();
  }

  /// @param place what stands for it in the cursors of every version
  /// @param prefix of the ids in the list: a place in another list is none in this one
  static PageRequest pageFrom(@Nullable String limit, @Nullable String place, String prefix) {
    PageRequest first = PageRequest.first(PageRequest.limit(limit));
    return place == null
        ? first
        : Cursor.parse(place)
            .filter(found -> found.id().startsWith(prefix))
            .map(first::after)
            .orElseThrow(() -> new InvalidParameter("cursor", "what an earlier page gave as next"));
  }

  protected static Optional<EmailAddress> email(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(EmailAddress::of);
    } catch (InvalidValue e) {
      throw new InvalidParameter("email", e.wanted());
    }
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
