package dev.giftwarden.audit.reading;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.problem.Problem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/// An account's events, for its readers.
@Path("/v1/audit/events")
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {
  private final CurrentCaller current;
  private final ReadingTable events;
  private final ReadRecords records;

  EventsResource(CurrentCaller current, ReadingTable events, ReadRecords records) {
    this.current = current;
    this.events = events;
    this.records = records;
  }

  @GET
  @Operation(summary = "The account's events, newest first")
  @Parameter(name = "action", in = ParameterIn.QUERY, description = "Exactly this, e.g. gift.send")
  @Parameter(name = "actor", in = ParameterIn.QUERY, description = "Exactly this, e.g. key:4fKq…")
  @Parameter(name = "since", in = ParameterIn.QUERY, description = "Earliest time, RFC 3339")
  @Parameter(name = "until", in = ParameterIn.QUERY, description = "First time too late, RFC 3339")
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "The `next` of a page")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 100, by default 20")
  @APIResponseSchema(EventPage.class)
  public Response list(@Context UriInfo uri) {
    return switch (FilterParameters.parse(uri.getQueryParameters())) {
      case FilterParameters.Parsed.Bad(Problem problem) -> problem.response();
      case FilterParameters.Parsed.Good(EventFilter filter) ->
          Response.ok(page(current.partner(), filter)).build();
    };
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One event")
  @APIResponseSchema(EventView.class)
  public Response get(@PathParam("id") String id) {
    Caller.Partner caller = current.partner();
    return uuid(id)
        .flatMap(known -> events.get(Visibility.of(caller), known))
        .map(event -> answer(caller, event))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private Response answer(Caller.Partner caller, EventView event) {
    records.read(caller, event.id());
    return Response.ok(event).build();
  }

  private EventPage page(Caller.Partner caller, EventFilter filter) {
    List<ReadingTable.Found> found = events.list(Visibility.of(caller), filter);
    records.listed(caller);
    boolean more = found.size() > filter.limit();
    List<ReadingTable.Found> page = more ? found.subList(0, filter.limit()) : found;
    return new EventPage(
        page.stream().map(ReadingTable.Found::event).toList(),
        more ? Long.toString(page.getLast().received()) : null);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
