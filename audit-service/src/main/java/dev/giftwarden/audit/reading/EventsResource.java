package dev.giftwarden.audit.reading;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageV1;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.record.Recorder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// An account's events, for its readers. Who reads the log stands in the log; the reader does not
/// wait for it.
@Path("/v1/audit/events")
@Tag(name = "Events", description = "Who did what, as the account may read it")
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {
  private final CurrentCaller current;
  private final ReadingTable events;
  private final Recorder recorder;

  EventsResource(CurrentCaller current, ReadingTable events, Recorder recorder) {
    this.current = current;
    this.events = events;
    this.recorder = recorder;
  }

  @GET
  @APIResponse(responseCode = "200", description = "A page of events")
  @Operation(operationId = "listEvents", summary = "The account's events, newest first")
  public PageV1<EventView> list(
      @QueryParam("action")
          @Parameter(
              description = "Exactly this action",
              schema =
                  @Schema(implementation = String.class, maxLength = 512, examples = "gift.send"))
          @Nullable String action,
      @QueryParam("actor")
          @Parameter(
              description = "Exactly this actor",
              schema =
                  @Schema(
                      implementation = String.class,
                      maxLength = 512,
                      examples = "key:4fKqZ81mTxYb"))
          @Nullable String actor,
      @QueryParam("since")
          @Parameter(
              description = "Earliest time",
              schema =
                  @Schema(
                      implementation = String.class,
                      format = "date-time",
                      examples = "2026-12-01T00:00:00Z"))
          @Nullable String since,
      @QueryParam("until")
          @Parameter(
              description = "First time that is too late",
              schema =
                  @Schema(
                      implementation = String.class,
                      format = "date-time",
                      examples = "2027-01-01T00:00:00Z"))
          @Nullable String until,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return page(current.partner(), EventFilter.of(action, actor, since, until, cursor, limit));
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getEvent", summary = "One event")
  @APIResponseSchema(
      value = EventView.class,
      responseCode = "200",
      responseDescription = "The event")
  public Response get(@PathParam("id") String id) {
    Caller.Partner caller = current.partner();
    return uuid(id)
        .flatMap(known -> events.get(Visibility.of(caller), known))
        .map(event -> answer(caller, event))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private Response answer(Caller.Partner caller, EventView event) {
    recorder.note(Recorder.begin(caller, "audit.read").target(event.id().toString()));
    return Response.ok(event).build();
  }

  private PageV1<EventView> page(Caller.Partner caller, EventFilter filter) {
    List<ReadingTable.Found> found = events.list(Visibility.of(caller), filter);
    recorder.note(Recorder.begin(caller, "audit.list"));
    return PageV1.of(
        Page.of(found, filter.limit(), event -> Long.toString(event.received())),
        ReadingTable.Found::event);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
