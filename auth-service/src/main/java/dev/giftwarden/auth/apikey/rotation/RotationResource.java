package dev.giftwarden.auth.apikey.rotation;

import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.apikey.KeyResource;
import dev.giftwarden.auth.apikey.KeyResource.CreatedKey;
import dev.giftwarden.auth.apikey.Keys;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.auth.text.Lifetime;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// One key for another.
@Path("/v1/accounts/{account}/keys/{key}/rotate")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys", description = "What a program of a partner proves itself with")
@Blocking
public class RotationResource extends V1Resource {
  private final Accounts accounts;
  private final KeyRotation rotation;
  private final CurrentCaller current;

  RotationResource(Accounts accounts, KeyRotation rotation, CurrentCaller current) {
    this.accounts = accounts;
    this.rotation = rotation;
    this.current = current;
  }

  /// @param overlap 24 hours if it is left out
  @Schema(
      name = "RotateKeyV1",
      description = "How a key is to be replaced",
      examples =
          """
          {"overlap": "PT24H"}
          """)
  record Wish(
      @Schema(
              description =
                  "How long the old key works on, PT0S to P30D; PT24H if it is left out, and no"
                      + " longer than it would have worked anyway")
          @Nullable Lifetime overlap) {
    Overlap orUsual() {
      return overlap == null ? Overlap.usual() : Overlap.of(overlap);
    }
  }

  @POST
  @APIResponseSchema(
      value = CreatedKey.class,
      responseCode = "201",
      responseDescription =
          "The key that takes over; or that took over before under this Idempotency-Key, and then"
              + " without the whole key")
  @APIResponse(responseCode = "409", description = "conflict, version-deprecated")
  @Operation(
      operationId = "rotateKey",
      summary =
          "Makes a key that takes over: the whole key is in this answer and never shown again",
      description =
          "The new key has the rights of the old one and ends when that would have, with the same"
              + " certificates, and without versions that end. The old one works until the overlap is"
              + " over, and is `key-rotated` from then on. No token of it lives longer: of an overlap"
              + " below five minutes, those of before are dead at once.")
  public Response rotate(
      @PathParam("account") String account,
      @PathParam("key") String key,
      @Valid @NotNull Wish wish,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
    var word = IdempotencyKey.read(idempotencyKey);
    var overlap = wish.orUsual();
    return accounts
        .visible(current.caller(), account, "key.rotate")
        .flatMap(
            found -> InvalidValue.find(key, KeyId::new).map(id -> answer(found, id, overlap, word)))
        .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND).response());
  }

  private Response answer(
      Account account, KeyId id, Overlap overlap, Optional<IdempotencyKey> word) {
    return unkept(
        created(
            rotation.rotate(current.caller(), account.id(), id, overlap, word),
            CreatedKey::of,
            RotationResource::problem));
  }

  private static Problem problem(KeyRotation.Objection objection) {
    return switch (objection) {
      case KeyRotation.Objection.Making(Keys.Objection reason) -> KeyResource.problem(reason);
      case KeyRotation.Objection.NotNow _ ->
          Problem.of(ProblemType.CONFLICT)
              .because("Only a key that works now is rotated, and only once.");
      case KeyRotation.Objection.NotVisible _ -> Problem.of(ProblemType.NOT_FOUND);
    };
  }
}
