import java.net.http.HttpClient;
import java.util.Map;
import java.util.function.BiFunction;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.BudgetsApi;
import org.openapitools.client.api.GiftsApi;
import org.openapitools.client.model.CreateBudgetV1;
import org.openapitools.client.model.GiftV1;
import org.openapitools.client.model.PersonalData;
import org.openapitools.client.model.SendGiftV1;

/// What a partner writes with the client that openapi-generator makes of our document: opens a
/// budget, sends a gift out of it twice under one key, and reads it.
public final class SendGift
    implements BiFunction<HttpClient.Builder, Map<String, String>, Map<String, String>> {

  @Override
  public Map<String, String> apply(HttpClient.Builder connection, Map<String, String> options) {
    ApiClient client = new ApiClient();
    client.setHttpClientBuilder(connection);
    client.updateBaseUri(options.get("service"));
    client.setRequestInterceptor(
        request -> request.header("X-Api-Key", options.get("key")));
    try {
      String budget =
          new BudgetsApi(client)
              .createBudget(new CreateBudgetV1().amount(10_000L).currency("EUR"), null)
              .getId();
      GiftsApi gifts = new GiftsApi(client);
      SendGiftV1 wanted =
          new SendGiftV1()
              .budgetId(budget)
              .amount(2_500L)
              .currency("EUR")
              .message("Thank you for the engine.")
              .recipient(new PersonalData().name("Ada Lovelace").email("ada@lovelace.example"));
      GiftV1 sent = gifts.sendGift(wanted, "order-4711");
      GiftV1 again = gifts.sendGift(wanted, "order-4711");
      GiftV1 read = gifts.getGift(sent.getId());
      return Map.of(
          "sent", sent.getId(),
          "again", again.getId(),
          "name", sent.getRecipient().getName(),
          "sub-account", String.valueOf(sent.getSubAccount()),
          "at", sent.getSentAt().toInstant().toString(),
          "then", read.getStatus().getValue());
    } catch (ApiException e) {
      throw new IllegalStateException(e.getCode() + " " + e.getResponseBody(), e);
    }
  }
}
