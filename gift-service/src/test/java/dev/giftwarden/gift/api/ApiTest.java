package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.gift.testing.GiftStack;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the tests of the running service share: partners that may do everything but administer, and
/// the bodies they send.
@QuarkusTestResource(GiftStack.class)
abstract class ApiTest {

  /// Another id than any that is there.
  static final String NOWHERE = "0123456789ABCDEFGHIJKL";

  private static final Set<Scope> GIFT_SCOPES =
      Set.of(
          Scope.GIFTS_STATUS_READ,
          Scope.GIFTS_READ,
          Scope.GIFTS_SEND,
          Scope.GIFTS_CANCEL,
          Scope.GIFTS_LINK,
          Scope.GIFTS_FULFIL,
          Scope.BUDGETS_READ,
          Scope.BUDGETS_WRITE,
          Scope.CAMPAIGNS_READ,
          Scope.CAMPAIGNS_WRITE,
          Scope.RECIPIENTS_READ,
          Scope.RECIPIENTS_WRITE,
          Scope.RECIPIENTS_ERASE,
          Scope.WEBHOOKS_READ,
          Scope.WEBHOOKS_WRITE);

  /// Put there by [GiftStack] itself.
  @Nullable GiftStack injected;

  GiftStack stack() {
    return Objects.requireNonNull(injected);
  }

  /// A partner with every scope of this service, masked.
  Partner partner(String account) {
    return partner(account, token -> token);
  }

  Partner partner(String account, UnaryOperator<TestToken> change) {
    stack().auth().awaitConsumers(1);
    return Partner.of(
        stack(), account, token -> change.apply(token.scopes(GIFT_SCOPES.toArray(Scope[]::new))));
  }

  static String openBudget(Partner partner, long amount) {
    Answer answer =
        partner.post("/v1/budgets", "{\"amount\": %d, \"currency\": \"EUR\"}".formatted(amount));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.id();
  }

  static long available(Partner partner, String budget) {
    return partner.get("/v1/budgets/" + budget).json().path("available").asLong();
  }

  static String gift(String budget, long amount) {
    return """
    {"budgetId": "%s", "amount": %d, "currency": "EUR",
     "recipient": {"name": "Anna Example", "email": "anna@example.org", "phone": "+49301234567",
       "address": {"line1": "Hauptstraße 1", "city": "Berlin", "postalCode": "10115",
         "country": "DE"}},
     "message": "Happy birthday, dear Anna"}
    """
        .formatted(budget, amount);
  }

  /// Sends a gift that must succeed.
  static Answer sent(Partner partner, String budget, long amount) {
    Answer answer = partner.post("/v1/gifts", gift(budget, amount));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }

  /// Lets `times` calls begin at the same moment.
  static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> answers =
          IntStream.range(0, times)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    start.await();
                    return call.call();
                  }))
              .toList();
      start.countDown();
      List<T> all = new ArrayList<>();
      for (Future<T> answer : answers) {
        all.add(answer.get());
      }
      return all;
    }
  }

  /// What the audit log has been told about the request that got `answer`; waits for `count`
  /// records.
  List<AuditEvent> records(int count, Answer answer) {
    String request = answer.headers().get("X-Request-Id");
    return stack().audit().await(count, event -> event.requestId().equals(request));
  }
}
