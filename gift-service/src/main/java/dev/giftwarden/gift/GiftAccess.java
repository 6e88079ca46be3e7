package dev.giftwarden.gift;

import static dev.giftwarden.auth.client.Scope.BUDGETS_READ;
import static dev.giftwarden.auth.client.Scope.BUDGETS_WRITE;
import static dev.giftwarden.auth.client.Scope.CAMPAIGNS_READ;
import static dev.giftwarden.auth.client.Scope.CAMPAIGNS_WRITE;
import static dev.giftwarden.auth.client.Scope.GIFTS_CANCEL;
import static dev.giftwarden.auth.client.Scope.GIFTS_FULFIL;
import static dev.giftwarden.auth.client.Scope.GIFTS_LINK;
import static dev.giftwarden.auth.client.Scope.GIFTS_READ;
import static dev.giftwarden.auth.client.Scope.GIFTS_SEND;
import static dev.giftwarden.auth.client.Scope.GIFTS_STATUS_READ;
import static dev.giftwarden.auth.client.Scope.RECIPIENTS_ERASE;
import static dev.giftwarden.auth.client.Scope.RECIPIENTS_READ;
import static dev.giftwarden.auth.client.Scope.RECIPIENTS_WRITE;
import static dev.giftwarden.auth.client.Scope.WEBHOOKS_READ;
import static dev.giftwarden.auth.client.Scope.WEBHOOKS_WRITE;
import static dev.giftwarden.edge.access.Access.scope;

import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.body.LargeBodies;
import dev.giftwarden.edge.grpc.GrpcAccessTable;
import dev.giftwarden.gift.transfer.RecipientSheet;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/// Who may do what here. What has no row, nobody may.
final class GiftAccess {

  @Produces
  @Singleton
  AccessTable routes() {
    return AccessTable.builder()
        .personal("POST /v1/gifts", scope(GIFTS_SEND))
        .personal("GET /v1/gifts", scope(GIFTS_READ))
        .personal("GET /v1/gifts/{id}", scope(GIFTS_READ))
        .row("GET /v1/gifts/{id}/status", scope(GIFTS_STATUS_READ))
        .personal("POST /v1/gifts/{id}/cancel", scope(GIFTS_CANCEL))
        .row("POST /v1/budgets", scope(BUDGETS_WRITE))
        .row("GET /v1/budgets", scope(BUDGETS_READ))
        .row("GET /v1/budgets/{id}", scope(BUDGETS_READ))
        .personal("POST /v1/recipients", scope(RECIPIENTS_WRITE))
        .personal("GET /v1/recipients", scope(RECIPIENTS_READ))
        .personal("GET /v1/recipients/{id}", scope(RECIPIENTS_READ))
        .personal("POST /v2/gifts", scope(GIFTS_SEND))
        .personal("POST /v2/gifts/batch", scope(GIFTS_SEND))
        .personal("GET /v2/gifts", scope(GIFTS_READ))
        .personal("GET /v2/gifts/{id}", scope(GIFTS_READ))
        .row("GET /v2/gifts/{id}/status", scope(GIFTS_STATUS_READ))
        .personal("POST /v2/gifts/{id}/cancel", scope(GIFTS_CANCEL))
        .row("POST /v2/gifts/{id}/link", scope(GIFTS_LINK))
        .personal("GET /v2/fulfilments", scope(GIFTS_FULFIL))
        .personal("GET /v2/fulfilments/{id}", scope(GIFTS_FULFIL))
        .personal("POST /v2/fulfilments/{id}/ship", scope(GIFTS_FULFIL))
        .personal("POST /v2/fulfilments/{id}/deliver", scope(GIFTS_FULFIL))
        .row("POST /v2/budgets", scope(BUDGETS_WRITE))
        .row("GET /v2/budgets", scope(BUDGETS_READ))
        .row("GET /v2/budgets/{id}", scope(BUDGETS_READ))
        .personal("POST /v2/campaigns", scope(CAMPAIGNS_WRITE))
        .personal("GET /v2/campaigns", scope(CAMPAIGNS_READ))
        .personal("GET /v2/campaigns/{id}", scope(CAMPAIGNS_READ))
        .personal("PATCH /v2/campaigns/{id}", scope(CAMPAIGNS_WRITE))
        .row("GET /v2/collections", scope(GIFTS_SEND, GIFTS_READ))
        .row("GET /v2/collections/{id}", scope(GIFTS_SEND, GIFTS_READ))
        .row("GET /v2/spending", scope(BUDGETS_READ))
        .personal("POST /v2/recipients", scope(RECIPIENTS_WRITE))
        .personal("GET /v2/recipients", scope(RECIPIENTS_READ))
        .personal("GET /v2/recipients/export", scope(RECIPIENTS_READ))
        .row("POST /v2/recipients/import", scope(RECIPIENTS_WRITE))
        .personal("GET /v2/recipients/{id}", scope(RECIPIENTS_READ))
        .row("DELETE /v2/recipients/{id}", scope(RECIPIENTS_ERASE))
        .row("POST /v2/webhooks", scope(WEBHOOKS_WRITE))
        .row("GET /v2/webhooks", scope(WEBHOOKS_READ))
        .row("GET /v2/webhooks/{id}", scope(WEBHOOKS_READ))
        .row("PATCH /v2/webhooks/{id}", scope(WEBHOOKS_WRITE))
        .row("DELETE /v2/webhooks/{id}", scope(WEBHOOKS_WRITE))
        .row("POST /v2/webhooks/{id}/rotate", scope(WEBHOOKS_WRITE))
        .row("POST /v2/webhooks/{id}/test", scope(WEBHOOKS_WRITE))
        .row("GET /v2/webhooks/{id}/deliveries", scope(WEBHOOKS_READ))
        .row("POST /v2/webhooks/{id}/deliveries/{delivery}/redeliver", scope(WEBHOOKS_WRITE))
        .build();
  }

  /// A thousand gifts to people with addresses and no long messages; ten times as many people.
  @Produces
  @Singleton
  LargeBodies bodies() {
    return new LargeBodies(
        Map.of(
            "POST /v2/gifts/batch",
            1024 * 1024L,
            "POST /v2/recipients/import",
            RecipientSheet.MOST_BYTES),
        Set.of("POST /v2/recipients/import"));
  }

  /// Until there is an RPC of its own, the internal port tells how the service fares, and only
  /// itself.
  @Produces
  @Singleton
  GrpcAccessTable methods() {
    return GrpcAccessTable.builder().certificate("grpc.health.v1.Health/Check", "gift").build();
  }
}
