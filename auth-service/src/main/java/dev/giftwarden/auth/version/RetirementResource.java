package dev.giftwarden.auth.version;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.auth.version.usage.UsageResource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The end of a version.
@Path("/v1/versions/{version}/retirement")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Versions", description = "The versions of the API of gifts and of the audit log")
@Blocking
public class RetirementResource extends V1Resource {
  private final Retirement retirement;
  private final CurrentCaller current;

  RetirementResource(Retirement retirement, CurrentCaller current) {
    this.retirement = retirement;
    this.current = current;
  }

  @Schema(name = "RevokedWithVersionV1", description = "A certificate that grants nothing else")
  @RegisterForReflection(registerFullHierarchy = true)
  record RevokedView(String serial, String account, String client) {}

  @Schema(name = "RetirementV1", description = "Whom the end of a version takes what from")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RegisterForReflection(registerFullHierarchy = true)
  record RetirementView(
      ApiVersion version,
      String proposedBy,
      Instant proposedAt,
      @Schema(description = "Until when another operator can confirm it") Instant expiresAt,
      @Schema(description = "Absent: nothing has happened yet") @Nullable Instant retiredAt,
      @Schema(description = "They grant this version alone") long certificatesRevoked,
      @Schema(description = "They grant another one too") long certificatesNarrowed,
      @Schema(description = "They name this version alone, and can call none") long keysLeftWithout,
      @Schema(description = "They name another one too") long keysNarrowed,
      @Schema(description = "They may call this version alone") long clientsLeftWithout,
      @Schema(description = "They may call another one too") long clientsNarrowed,
      @Schema(description = "Calls of the last 30 days") long calls,
      @Schema(description = "Who called most in the last 30 days", maxItems = 100)
          List<UsageResource.CallerView> callers,
      @Schema(description = "The certificates that are revoked", maxItems = 100)
          List<RevokedView> revoked) {

    static RetirementView of(Retirement.Notice notice) {
      var tally = notice.tally();
      return new RetirementView(
          notice.version(),
          notice.proposal().proposedBy(),
          notice.proposal().proposedAt(),
          notice.proposal().expiresAt(),
          notice.proposal().confirmedAt().orElse(null),
          tally.certificatesRevoked(),
          tally.certificatesNarrowed(),
          tally.keysLeftWithout(),
          tally.keysNarrowed(),
          tally.clientsLeftWithout(),
          tally.clientsNarrowed(),
          notice.calls(),
          notice.callers().stream().map(UsageResource.CallerView::of).toList(),
          notice.revoked().stream()
              .map(one -> new RevokedView(one.serial(), one.account(), one.client()))
              .toList());
    }
  }

  @POST
  @APIResponseSchema(
      value = RetirementView.class,
      responseCode = "200",
      responseDescription = "Proposed: nothing has happened, and this would")
  @APIResponse(responseCode = "409", description = "conflict")
  @Operation(
      operationId = "proposeRetirement",
      summary = "Proposes to retire a version, and says who would break")
  public Response propose(
      @PathParam("version") String version,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return answer(version, found -> retirement.propose(current.caller(), found, key));
  }

  @POST
  @Path("/confirm")
  @APIResponseSchema(
      value = RetirementView.class,
      responseCode = "200",
      responseDescription =
          "Retired: every path of it answers 410 within a second. A replay counts what is left.")
  @APIResponse(responseCode = "409", description = "conflict")
  @Operation(
      operationId = "confirmRetirement",
      summary = "Retires a version that another operator has proposed to retire within a day")
  public Response confirm(
      @PathParam("version") String version,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var key = IdempotencyKey.read(idempotencyKey);
    return answer(version, found -> retirement.confirm(current.caller(), found, key));
  }

  private static Response answer(
      String version, Function<ApiVersion, Outcome<Retirement.Notice, Retirement.Objection>> act) {
    return ApiVersion.find(version)
        .map(found -> changed(act.apply(found), RetirementView::of, RetirementResource::problem))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private static Problem problem(Retirement.Objection objection) {
    return switch (objection) {
      case Retirement.Objection.NotDeprecated _ ->
          Problem.of(ProblemType.CONFLICT)
              .because("A version is deprecated before it is retired, and retired once.");
      case Retirement.Objection.NotProposed _ ->
          Problem.of(ProblemType.CONFLICT).because("Nobody has proposed it within the last day.");
      case Retirement.Objection.SameOperator _ -> Problem.of(Refusal.SAME_OPERATOR);
    };
  }
}
