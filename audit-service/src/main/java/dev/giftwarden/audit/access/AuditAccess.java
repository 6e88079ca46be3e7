package dev.giftwarden.audit.access;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.edge.access.Access;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.grpc.GrpcAccessTable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Who may do what at audit.
final class AuditAccess {
  @Produces
  @Singleton
  AccessTable routes() {
    return AccessTable.builder()
        .row("GET /checkpoint", Access.open())
        .row("GET /v1/audit/events", Access.scope(Scope.AUDIT_READ))
        .row("GET /v1/audit/events/{id}", Access.scope(Scope.AUDIT_READ))
        .row("GET /v2/audit/events", Access.scope(Scope.AUDIT_READ))
        .row("GET /v2/audit/events/{id}", Access.scope(Scope.AUDIT_READ))
        .build();
  }

  @Produces
  @Singleton
  GrpcAccessTable rpcs() {
    return GrpcAccessTable.builder()
        .token("giftwarden.audit.v1.AuditService/Append", Scope.AUDIT_APPEND, "auth", "gift")
        .build();
  }
}
