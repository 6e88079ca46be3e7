package dev.giftwarden.gift.v1;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.paging.PageV1;
import dev.giftwarden.gift.budget.Budgets;
import dev.giftwarden.gift.id.BudgetId;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V1Resource;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/budgets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Budgets", description = "What gifts may cost")
public class BudgetV1Resource extends V1Resource {

  private final Budgets budgets;
  private final CurrentCaller current;

  BudgetV1Resource(Budgets budgets, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.budgets = budgets;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "createBudget", summary = "Open a budget")
  @APIResponseSchema(
      value = BudgetV1.class,
      responseCode = "201",
      responseDescription = "Opened, or opened before under this Idempotency-Key")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response create(
      @Nullable CreateBudgetV1 body,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    CreateBudgetV1 budget = present(body);
    return created(
        budgets.create(
            current.partner(),
            budget.granted(),
            Optional.ofNullable(budget.subAccount()),
            IdempotencyKey.read(idempotencyKey)),
        BudgetV1::of);
  }

  @GET
  @Operation(operationId = "listBudgets", summary = "List budgets, the newest first")
  @APIResponse(responseCode = "200", description = "A page of budgets")
  public PageV1<BudgetV1> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    return listed(
        budgets.list(current.partner(), page(limit, cursor, BudgetId.PREFIX)), BudgetV1::of);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getBudget", summary = "Get a budget")
  @APIResponseSchema(
      value = BudgetV1.class,
      responseCode = "200",
      responseDescription = "The budget")
  public Response get(@PathParam("id") String id) {
    return answer(budgets.find(current.partner(), id), BudgetV1::of);
  }
}
