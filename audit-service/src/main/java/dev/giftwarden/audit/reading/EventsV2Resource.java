package dev.giftwarden.audit.reading;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.paging.PageV2;
import dev.giftwarden.edge.problem.Problem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Events in version 2 of the API.
@Path("/v2/audit/events")
@Tag(name = "Events", description = "Who did what, as the account may read it")
@Produces(MediaType.APPLICATION_JSON)
public class EventsV2Resource {
  private final CurrentCaller current;
  private final Events events;
  private final UriInfo asked;

  EventsV2Resource(CurrentCaller current, Events events, UriInfo asked) {
    this.current = current;
    this.events = events;
    this.asked = asked;
  }

  @GET
  @APIResponse(responseCode = "200", description = "A page of events")
  @Operation(operationId = "listEventsV2", summary = "The account's events, newest first")
  public RestResponse<PageV2<EventView>> list(
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
    var filter = EventFilter.of(action, actor, since, until, PageV2.place(cursor), limit);
    var page = PageV2.of(events.list(current.partner(), filter), event -> event);
    var answer = RestResponse.ResponseBuilder.ok(page);
    page.link(asked.getRequestUri()).ifPresent(link -> answer.header(HttpHeaders.LINK, link));
    return answer.build();
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getEventV2", summary = "One event")
  @APIResponseSchema(
      value = EventView.class,
      responseCode = "200",
      responseDescription = "The event")
  public Response get(@PathParam("id") String id) {
    return events
        .find(current.partner(), id)
        .map(event -> Response.ok(event).build())
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }
}
