package dev.giftwarden.edge.problem;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;

/// An answer that says no. A resource returns [#response]; [ProblemFilter] adds the request's id
/// and makes it the document of RFC 9457, so all of them have one shape.
///
/// @param detail for people; never personal data, SQL or the name of a class
/// @param errors the fields at fault, if that is what it is about; at most [#MAX_ERRORS]
public record Problem(ProblemType type, String detail, List<FieldError> errors) {

  /// What a person can act on at once; a body with more faults than this has one fault in common.
  public static final int MAX_ERRORS = 20;

  /// One field at fault.
  ///
  /// @param field its path in the body, `recipient.email` or `items[2].amount`, or a parameter's
  ///   name
  /// @param message what it should be; never repeats the value
  public record FieldError(String field, String message) {}

  public Problem {
    errors = List.copyOf(errors.subList(0, Math.min(errors.size(), MAX_ERRORS)));
  }

  /// With the catalogue's hint as its detail.
  public static Problem of(ProblemType type) {
    return new Problem(type, type.hint(), List.of());
  }

  public static Problem of(Refusal refusal) {
    return of(refusal.publicFace());
  }

  public Problem because(String precisely) {
    return new Problem(type, precisely, errors);
  }

  public Problem at(String field, String message) {
    var more = new ArrayList<>(errors);
    more.add(new FieldError(field, message));
    return new Problem(type, detail, more);
  }

  public Response response() {
    return Response.status(type.status()).type(MediaType.APPLICATION_JSON).entity(this).build();
  }
}
