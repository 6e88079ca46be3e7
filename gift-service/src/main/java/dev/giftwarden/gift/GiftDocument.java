package dev.giftwarden.gift;

import dev.giftwarden.edge.document.ServiceDocument;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/// What `/openapi` says beyond what the resources do; made when the service is built.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class GiftDocument implements OASFilter {
  private final ServiceDocument document =
      ServiceDocument.of("gifts.giftwarden.example", 8442, new GiftAccess().routes())
          .named("/v1/gifts/{id}", "GiftId", "The id of a gift")
          .named("/v1/budgets/{id}", "BudgetId", "The id of a budget")
          .named("/v1/recipients/{id}", "RecipientId", "The id of a recipient")
          .named("/v2/gifts/{id}", "GiftId", "The id of a gift")
          .named("/v2/fulfilments/{id}", "GiftId", "The id of a claimed gift")
          .named("/v2/budgets/{id}", "BudgetId", "The id of a budget")
          .named("/v2/campaigns/{id}", "CampaignId", "The id of a campaign")
          .named("/v2/collections/{id}", "CollectionId", "The id of a collection")
          .named("/v2/recipients/{id}", "RecipientId", "The id of a recipient")
          .named("/v2/webhooks/{id}", "WebhookId", "The id of a webhook")
          .named("/v2/webhooks/{id}/deliveries/{delivery}", "MessageId", "The id of a message")
          .absent("RecipientV2", "erasedAt")
          .absent("WebhookV2", "secret")
          .absent("GiftV2", "sendAt", "campaign", "collection", "band", "product", "cost")
          .absent("FulfilmentV2", "product")
          .absent("SentItemV2", "gift", "problem")
          .absent("ItemProblemV2", "errors")
          .absent("ImportedRowV2", "recipient", "problem");

  @Override
  public void filterOpenAPI(OpenAPI openapi) {
    document.complete(openapi);
  }
}
