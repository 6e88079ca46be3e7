package dev.giftwarden.auth.enrolment.code;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.auth.text.Lifetime;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Codes with which a client that has no certificate yet gets its first.
@Path("/v1/accounts/{account}/clients/{client}/enrolment-codes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Certificates", description = "What a client proves itself with")
@Blocking
public class EnrolmentCodeResource extends V1Resource {
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

  /// @param code the whole code: shown in the first answer and in no other
  @Schema(name = "EnrolmentCodeV1", description = "A new code, shown this once")
  @RegisterForReflection(registerFullHierarchy = true)
  record CodeView(
      @Schema(
              description =
                  "Good for one certificate of this client; in the first answer alone. A replay"
                      + " (`Idempotent-Replayed: true`) is without it, because it is stored nowhere:"
                      + " if the first answer was lost, create another under a new Idempotency-Key.")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String code,
      Instant expiresAt) {
    static CodeView of(EnrolmentCodes.Made made) {
      return new CodeView(made.code().map(EnrolmentCode::reveal).orElse(null), made.expiresAt());
    }
  }

  @POST
  @APIResponseSchema(
      value = CodeView.class,
      responseCode = "201",
      responseDescription =
          "Created; or created before under this Idempotency-Key, and then without the code")
  @APIResponse(responseCode = "409", description = "conflict")
  @Operation(
      operationId = "createEnrolmentCode",
      summary = "Creates a code that is good for one certificate of this client")
  public Response create(
      @PathParam("account") String account,
      @PathParam("client") String client,
      @Valid @NotNull NewCode wanted,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    Duration lifetime = wanted.lifetime();
    var word = IdempotencyKey.read(idempotencyKey);
    return accounts
        .visible(current.caller(), account, "enrolment-code.create")
        .flatMap(found ->
            InvalidValue.find(client, ClientId::new)
                .map(name -> new Subject.Client(found.id(), name)))
        .map(named ->
            unkept(
                created(
                    codes.create(current.caller(), named, lifetime, word),
                    CodeView::of,
                    EnrolmentCodeResource::problem)))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private static Problem problem(EnrolmentCodes.Objection objection) {
    return switch (objection) {
      case EnrolmentCodes.Objection.Refused(Refusal reason, String detail) ->
          Problem.of(reason).because(detail);
      case EnrolmentCodes.Objection.Full(int most) ->
          Problem.of(ProblemType.CONFLICT)
              .because("This client has " + most + " codes that nobody has used yet.");
    };
  }
}
