package dev.giftwarden.gift.v2.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.gift.transfer.Exports;
import dev.giftwarden.gift.v2.RecipientV2;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v2/recipients/export")
@Tag(name = "Recipients", description = "Whom gifts are for")
public class ExportV2Resource {

  private static final String NDJSON = "application/x-ndjson";

  private final Exports exports;
  private final CurrentCaller current;
  private final ObjectWriter writer;

  ExportV2Resource(Exports exports, CurrentCaller current, ObjectMapper json) {
    this.exports = exports;
    this.current = current;
    this.writer = json.writerFor(RecipientV2.class);
  }

  @GET
  @Produces(NDJSON)
  @Operation(
      operationId = "exportRecipientsV2",
      summary = "Give out all recipients, the newest first",
      description =
          "Each on a line, as `getRecipientV2` shows it: masked unless the credential may see"
              + " personal data, and then recorded singly. Who is added meanwhile is not in it.")
  @APIResponse(
      responseCode = "200",
      description = "A recipient on each line",
      content = @Content(mediaType = NDJSON, schema = @Schema(implementation = RecipientV2.class)))
  public StreamingOutput run() {
    Caller.Partner caller = current.partner();
    return out ->
        exports.run(
            caller,
            recipient -> {
              out.write(writer.writeValueAsBytes(RecipientV2.of(recipient)));
              out.write('\n');
            });
  }
}
