package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/// Routes with every kind of row, and one without.
@Path("/v1/things")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ThingResource {
  @Inject CurrentCaller current;

  public record Part(@NotNull AccountId owner, long amount) {}

  public record Thing(@NotNull(message = "is needed") String name, List<Part> parts) {}

  @RegisterForReflection
  public record Answer(String actor) {}

  @GET
  public Answer list(@QueryParam("limit") int limit) {
    return new Answer(current.partner().actor());
  }

  @POST
  public Answer make(@Valid Thing thing) {
    return new Answer(current.partner().actor());
  }

  @GET
  @Path("{id: [a-z]+}")
  public Response get(@PathParam("id") String id) {
    return Problem.of(ProblemType.NOT_FOUND).response();
  }

  @DELETE
  @Path("{id: [a-z]+}")
  public Answer withoutRow(@PathParam("id") String id) {
    throw new AssertionError("a route without a row was reached");
  }

  @GET
  @Path("public")
  public Answer open() {
    return new Answer(current.origin().address().getHostAddress());
  }

  @POST
  @Path("forms")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Answer form(MultivaluedMap<String, String> form) {
    return new Answer(new TreeMap<>(form).toString());
  }

  @POST
  @Path("bytes")
  @Consumes({"application/x-pem-file", MediaType.TEXT_PLAIN})
  public Answer bytes(byte[] bytes) {
    return new Answer(HexFormat.of().formatHex(bytes));
  }

  @GET
  @Path("boom")
  public Answer boom() {
    throw new IllegalStateException("alice@example.com is not in table gifts");
  }

  @GET
  @Path("invalid")
  public Answer invalid() {
    throw new InvalidValue("a cursor is what the last page gave as `next`");
  }

  @GET
  @Path("operators/mixed")
  public Answer mixed() {
    return new Answer(current.caller().actor());
  }

  @GET
  @Path("operators/only")
  public Answer only() {
    return new Answer(current.caller().actor());
  }
}
