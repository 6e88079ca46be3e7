package dev.giftwarden.edge.tracing;

import dev.giftwarden.auth.v1.ExchangeRequest;
import java.util.List;

/// Finds in a message between services whose requests it is about. Each service joins what it knows
/// of its messages here; the ids travel where they always do, in the messages.
@FunctionalInterface
public interface CarriedRequests {

  /// Empty for a message of the service's own.
  List<String> in(Object message);

  /// What auth is asked.
  static List<String> exchanged(Object message) {
    return message instanceof ExchangeRequest exchange && exchange.hasKey()
        ? List.of(exchange.getKey().getRequestId())
        : List.of();
  }
}
