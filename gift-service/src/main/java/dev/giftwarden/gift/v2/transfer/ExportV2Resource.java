package dev.giftwarden.gift.v2.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.listener.Arrival;
import dev.giftwarden.gift.recipient.ShownRecipient;
import dev.giftwarden.gift.transfer.Exports;
import dev.giftwarden.gift.v2.RecipientV2;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
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
  private final CurrentVertxRequest request;
  private final ObjectWriter writer;

  ExportV2Resource(
      Exports exports, CurrentCaller current, CurrentVertxRequest request, ObjectMapper json) {
    this.exports = exports;
    this.current = current;
    this.request = request;
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
    HttpServerRequest asked = request.getCurrent().request();
    return out -> run(caller, new Lines(out), asked);
  }

  /// What fails behind the first line is no answer any more: a problem after lines that wait to be
  /// sent would be one more line of a whole export.
  private void run(Caller.Partner caller, Lines lines, HttpServerRequest asked) throws IOException {
    boolean whole = false;
    try {
      exports.run(caller, lines);
      whole = true;
    } finally {
      if (!whole && lines.begun) {
        Arrival.breakOff(asked);
      }
    }
  }

  private final class Lines implements Exports.Sink {
    private final OutputStream out;
    private boolean begun;

    Lines(OutputStream out) {
      this.out = out;
    }

    @Override
    public void take(ShownRecipient recipient) throws IOException {
      begun = true;
      out.write(writer.writeValueAsBytes(RecipientV2.of(recipient)));
      out.write('\n');
    }
  }
}
