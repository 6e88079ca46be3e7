package dev.giftwarden.gift.v2.transfer;

import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.gift.rest.Cursors;
import dev.giftwarden.gift.rest.V2Resource;
import dev.giftwarden.gift.transfer.Imports;
import dev.giftwarden.gift.transfer.RecipientSheet;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v2/recipients/import")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recipients", description = "Whom gifts are for")
public class ImportV2Resource extends V2Resource {

  private static final String CSV = "text/csv";

  private final Imports imports;
  private final CurrentCaller current;

  ImportV2Resource(Imports imports, CurrentCaller current, UriInfo asked, Cursors cursors) {
    super(asked, cursors);
    this.imports = imports;
    this.current = current;
  }

  @POST
  @Consumes(CSV)
  @Operation(
      operationId = "importRecipientsV2",
      summary = "Remember up to 10,000 recipients",
      description =
          "Each row of a table as if it were sent by itself, in their order: `rows` of the answer"
              + " say what has become of each, and one that is refused loses no other. Repeated"
              + " under the same Idempotency-Key, after a timeout as it may be, it remembers those"
              + " that are not there yet. One call, as all others.")
  @RequestBody(
      required = true,
      description =
          "CSV (RFC 4180) in UTF-8. The first line names the columns, in any order: `name`,"
              + " `email`, and any of `phone`, `line1`, `line2`, `city`, `region`, `postalCode`,"
              + " `country`, `subAccount`.",
      content =
          @Content(
              mediaType = CSV,
              schema =
                  @Schema(type = SchemaType.STRING, maxLength = (int) RecipientSheet.MOST_BYTES),
              example =
                  "name,email,line1,city,postalCode,country\r\n"
                      + "Ada Lovelace,ada@lovelace.example,1 Dorset Street,London,W1U 4EE,GB\r\n"))
  @APIResponseSchema(
      value = ImportedV2.class,
      responseCode = "200",
      responseDescription = "What has become of each; Idempotent-Replayed if nothing is new")
  @APIResponse(responseCode = "422", description = "idempotency-key-reused")
  public Response run(
      @Nullable InputStream sheet,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey)
      throws IOException {
    Optional<IdempotencyKey> key = IdempotencyKey.read(idempotencyKey);
    return answer(
        imports.run(
            current.partner(),
            RecipientSheet.open(sheet == null ? InputStream.nullInputStream() : sheet),
            key),
        ImportedV2::of);
  }
}
