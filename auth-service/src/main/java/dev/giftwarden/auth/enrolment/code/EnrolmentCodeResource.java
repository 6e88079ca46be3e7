package dev.giftwarden.auth.enrolment.code;

import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.text.Lifetime;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Codes with which a client that has no certificate yet gets its first.
@Path("/v1/accounts/{account}/clients/{client}/enrolment-codes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Certificates", description = "What a client proves itself with")
@Blocking
public class EnrolmentCodeResource {
  private final Accounts accounts;
  private final EnrolmentCodes codes;
  private final CurrentCaller current;

  EnrolmentCodeResource(Accounts accounts, EnrolmentCodes codes, CurrentCaller current) {
    this.accounts = accounts;
    this.codes = codes;
    this.current = current;
  }

  /// @param expiresIn 24 hours if it is left out
  @Schema(
      name = "CreateEnrolmentCodeV1",
      description = "How long a code is to be good",
      examples =
          """
          {"expiresIn": "PT1H"}
          """)
  record NewCode(
      @Schema(description = "PT1M to PT24H, and so much if left out")
          @Nullable Lifetime expiresIn) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    Duration lifetime() {
      var wanted = Optional.ofNullable(expiresIn).map(Lifetime::duration);
      boolean possible =
          wanted
              .map(span ->
                  span.compareTo(SHORTEST) >= 0 && span.compareTo(EnrolmentCodes.LONGEST) <= 0)
              .orElse(true);
      if (!possible) {
        throw new InvalidParameter("expiresIn", "PT1M to PT24H");
      }
      return wanted.orElse(EnrolmentCodes.LONGEST);
    }
  }

  /// @param code the whole code: shown in this one answer
  @Schema(name = "EnrolmentCodeV1", description = "A new code, shown this once")
  @RegisterForReflection(registerFullHierarchy = true)
  record CodeView(
      @Schema(description = "Good for one certificate of this client; shown in this one answer")
          String code,
      Instant expiresAt) {}

  @POST
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = CodeView.class)))
  @APIResponse(responseCode = "409", description = "conflict")
  @Operation(
      operationId = "createEnrolmentCode",
      summary = "Creates a code that is good for one certificate of this client")
  public Response create(
      @PathParam("account") String account,
      @PathParam("client") String client,
      @Valid @NotNull NewCode wanted) {
    Duration lifetime = wanted.lifetime();
    return accounts
        .visible(current.caller(), account, "enrolment-code.create")
        .flatMap(found ->
            InvalidValue.find(client, ClientId::new)
                .map(name -> new Subject.Client(found.id(), name)))
        .map(named -> answer(codes.create(current.caller(), named, lifetime)))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private static Response answer(EnrolmentCodes.Creation creation) {
    return switch (creation) {
      case EnrolmentCodes.Creation.Created(EnrolmentCode code, Instant expiresAt) ->
          Response.status(Response.Status.CREATED)
              .header("Cache-Control", "no-store")
              .entity(new CodeView(code.reveal(), expiresAt))
              .build();
      case EnrolmentCodes.Creation.Refused(Refusal reason, String detail) ->
          Problem.of(reason).because(detail).response();
      case EnrolmentCodes.Creation.Full(int most) ->
          Problem.of(ProblemType.CONFLICT)
              .because("This client has " + most + " codes that nobody has used yet.")
              .response();
    };
  }
}
