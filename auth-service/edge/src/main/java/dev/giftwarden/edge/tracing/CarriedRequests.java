package dev.giftwarden.edge.tracing;

import dev.giftwarden.audit.client.outbox.LogClient;
import dev.giftwarden.auth.v1.ExchangeRequest;
import java.util.List;

/// Finds in a message between services whose requests it is about: the ids travel where they always
/// do, in the messages.
final class CarriedRequests {
  private CarriedRequests() {}

  /// Empty for a message of the service's own.
  static List<String> in(Object message) {
    return message instanceof ExchangeRequest exchange
        ? exchanged(exchange)
        : LogClient.requestsIn(message);
  }

  private static List<String> exchanged(ExchangeRequest exchange) {
    return exchange.hasKey() ? List.of(exchange.getKey().getRequestId()) : List.of();
  }
}
