package dev.giftwarden.audit.access;

import dev.giftwarden.edge.document.ServiceDocument;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/// What `/openapi` says beyond what the resources do; made when the service is built.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class AuditDocument implements OASFilter {
  private final ServiceDocument document =
      ServiceDocument.of("audit.giftwarden.example", 8443, new AuditAccess().routes())
          .named("/v1/audit/events/{id}", "UUID", "The id of an event")
          .named("/v2/audit/events/{id}", "UUID", "The id of an event")
          .absent(
              "Event",
              "subAccount",
              "environment",
              "target",
              "reason",
              "sourceAddress",
              "certificateSerial",
              "keyId",
              "apiVersion",
              "requestId");

  @Override
  public void filterOpenAPI(OpenAPI openapi) {
    document.complete(openapi);
  }
}
