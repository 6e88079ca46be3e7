package dev.giftwarden.edge.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import dev.giftwarden.audit.client.outbox.AuditBusyException;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.body.BrokenBodyException;
import dev.giftwarden.edge.database.DatabaseException;
import dev.giftwarden.edge.listener.Arrival;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// Makes problems of what the framework throws, and of what nobody foresaw. Nothing of a message
/// goes out unless it is one of ours ([InvalidValue]): others quote their input, SQL or class
/// names.
public class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  /// A name that can be said back without saying back what somebody put where a name belongs.
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,39}");

  private static final Set<Class<?>> WORDS = Set.of(String.class, Instant.class);

  @ServerExceptionMapper
  public Response map(WebApplicationException e) {
    if (e.getCause() instanceof JacksonException json) {
      return unreadable(json).response();
    }
    Response asked = e.getResponse();
    ProblemType type = ProblemType.ofStatus(asked.getStatus());
    if (type == ProblemType.INTERNAL_ERROR) {
      LOG.error("A request failed.", e);
    }
    Response answer = Problem.of(type).response();
    @Nullable Object allowed = asked.getHeaders().getFirst(HttpHeaders.ALLOW);
    return allowed == null
        ? answer
        : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allowed).build();
  }

  @ServerExceptionMapper
  public Response map(MismatchedInputException e) {
    return unreadable(e).response();
  }

  /// A parameter of the path or the query, or what a resource made of its body.
  @ServerExceptionMapper
  public Response map(InvalidValue e) {
    return Problem.of(ProblemType.MALFORMED_REQUEST).because(e.wanted()).response();
  }

  @ServerExceptionMapper
  public Response map(InvalidParameter e) {
    return Problem.of(ProblemType.MALFORMED_REQUEST).at(e.name(), e.wanted()).response();
  }

  @ServerExceptionMapper
  public Response map(ConstraintViolationException e) {
    Problem problem = Problem.of(ProblemType.MALFORMED_REQUEST);
    for (ConstraintViolation<?> violation : e.getConstraintViolations()) {
      problem = problem.at(field(violation.getPropertyPath()), violation.getMessage());
    }
    return problem.response();
  }

  @ServerExceptionMapper
  public Response map(BrokenBodyException e) {
    return Problem.of(e.type()).response();
  }

  /// Whoever leaves before the answer is written has done nothing to us.
  @ServerExceptionMapper
  public Response map(IOException e, RoutingContext request) {
    boolean written = e.getCause() instanceof IOException; // Quarkus's "Failed to write"
    return written || request.response().closed() || Arrival.hasGone(request.request())
        ? Problem.of(ProblemType.REQUEST_TIMEOUT).response() // which nobody reads
        : map((Throwable) e);
  }

  /// What will pass is said to pass, wherever it broke: the audit record cannot be written, or the
  /// database is away.
  @ServerExceptionMapper
  public Response map(Throwable e) {
    if (e instanceof AuditBusyException || DatabaseException.willPass(e)) {
      LOG.warnf("A request has to wait: %s", e.getMessage());
      return Problem.of(ProblemType.BUSY).response();
    }
    LOG.error("A request failed.", e);
    return Problem.of(ProblemType.INTERNAL_ERROR).response();
  }

  private static Problem unreadable(JacksonException e) {
    Problem problem = Problem.of(ProblemType.MALFORMED_REQUEST);
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return problem.because(
          e.getCause() instanceof InvalidValue invalid
              ? invalid.wanted()
              : "The body is not JSON of the documented form.");
    }
    return problem.at(field(mapping), message(mapping));
  }

  private static String message(JsonMappingException e) {
    if (e instanceof PropertyBindingException) {
      return "is not a field that exists here";
    }
    if (e.getCause() instanceof InvalidValue invalid) {
      return invalid.wanted();
    }
    return e instanceof MismatchedInputException other && WORDS.contains(other.getTargetType())
        ? "text, in quotes"
        : "does not have the documented form";
  }

  /// `items[2].amount`
  private static String field(JsonMappingException e) {
    var path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(plain(step.getFieldName()));
      }
    }
    return path.toString();
  }

  /// The validator's path begins with the Java method and its parameter, which are nobody's
  /// business.
  private static String field(Path path) {
    return StreamSupport.stream(path.spliterator(), false)
        .filter(node -> !JAVA_NODES.contains(node.getKind().name()))
        .map(node -> plain(String.valueOf(node.getName())))
        .collect(Collectors.joining("."));
  }

  private static final Set<String> JAVA_NODES = Set.of("METHOD", "CONSTRUCTOR");

  private static String plain(String name) {
    return PLAIN_NAME.matcher(name).matches() ? name : "?";
  }
}
