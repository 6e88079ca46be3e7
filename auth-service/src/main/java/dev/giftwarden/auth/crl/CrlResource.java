package dev.giftwarden.auth.crl;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.util.Date;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Where the certificates say that the list of those which are revoked is.
@Path("/crl/partners.crl")
@Tag(name = "Revocation", description = "What is dead before its end")
@Blocking
public class CrlResource {
  private static final String CRL = "application/pkix-crl";

  /// A relying party that keeps it longer hears of a revocation that much later.
  private static final int MAX_AGE_SECONDS = 60;

  private final Crl crl;

  CrlResource(Crl crl) {
    this.crl = crl;
  }

  @GET
  @Produces(CRL)
  @APIResponse(
      responseCode = "200",
      description = "The list, DER",
      content =
          @Content(mediaType = CRL, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @Operation(
      operationId = "getPartnerCrl",
      summary = "The revoked certificates of partners (RFC 5280), the same from every replica")
  public Response list() {
    var list = crl.current();
    var cache = new CacheControl();
    cache.setMaxAge(MAX_AGE_SECONDS);
    return Response.ok(list.der(), CRL)
        .cacheControl(cache)
        .tag(new EntityTag(Long.toString(list.number())))
        .lastModified(Date.from(list.madeAt()))
        .build();
  }
}
