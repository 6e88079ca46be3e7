package dev.giftwarden.gift.rest;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.Cursor;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.person.EmailAddress;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How every version of the API reads parameters and writes answers.
abstract class ApiResource {

  /// How much of a list is shown, and how: the next page may say it otherwise. Whatever else a
  /// request asks decides which rows are in the list, and its cursors are good for that alone.
  private static final Set<String> MANNERS = Set.of("limit", "cursor", "expand");

  private final UriInfo asked;
  private final Cursors cursors;

  ApiResource(UriInfo asked, Cursors cursors) {
    this.asked = asked;
    this.cursors = cursors;
  }

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
  /// @param prefix of the ids in the list
  PageRequest pageFrom(@Nullable String limit, @Nullable String place, String prefix) {
    PageRequest first = PageRequest.first(PageRequest.limit(limit));
    return place == null
        ? first
        : cursors
            .open(listing(), place)
            .flatMap(Cursor::parse)
            .filter(found -> found.id().startsWith(prefix))
            .map(first::after)
            .orElseThrow(() -> new InvalidParameter("cursor", "what an earlier page gave as next"));
  }

  /// The same page, and where the next one begins signed for whoever asked.
  <T> Page<T> signed(Page<T> page) {
    return new Page<>(page.items(), page.next().map(place -> cursors.sign(listing(), place)));
  }

  private Cursors.Listing listing() {
    SortedMap<String, String> filters = new TreeMap<>();
    asked
        .getQueryParameters()
        .forEach((name, values) -> filters.put(name, String.join("&", values)));
    filters.keySet().removeAll(MANNERS);
    return new Cursors.Listing(uri().getRawPath(), filters);
  }

  /// What was asked for, as it came.
  URI uri() {
    return asked.getRequestUri();
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
