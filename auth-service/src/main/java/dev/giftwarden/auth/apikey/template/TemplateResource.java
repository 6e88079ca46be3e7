package dev.giftwarden.auth.apikey.template;

import dev.giftwarden.auth.client.Scope;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The templates that a key can be made from.
@Path("/v1/key-templates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys", description = "What a program of a partner proves itself with")
@Blocking
public class TemplateResource {

  @Schema(name = "KeyTemplateV1", description = "A template of keys")
  @RegisterForReflection(registerFullHierarchy = true)
  record TemplateView(
      KeyTemplate name, String purpose, List<Scope> scopes, List<Scope> grantableScopes) {
    static TemplateView of(KeyTemplate template) {
      return new TemplateView(
          template,
          template.purpose(),
          template.scopes().stream().sorted().toList(),
          template.grantable().stream().sorted().toList());
    }
  }

  @Schema(name = "KeyTemplatesV1", description = "All templates there are")
  @RegisterForReflection(registerFullHierarchy = true)
  record TemplateList(@Schema(maxItems = 99) List<TemplateView> items) {}

  @GET
  @APIResponseSchema(
      value = TemplateList.class,
      responseCode = "200",
      responseDescription = "All of them")
  @Operation(
      operationId = "listKeyTemplates",
      summary = "Lists the templates of keys, each with the scopes that a key gets from it now")
  public Response list() {
    var all = Arrays.stream(KeyTemplate.values()).map(TemplateView::of).toList();
    return Response.ok(new TemplateList(all)).build();
  }
}
