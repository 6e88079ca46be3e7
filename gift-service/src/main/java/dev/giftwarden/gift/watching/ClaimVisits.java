package dev.giftwarden.gift.watching;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Counts what recipients ask for and get: never which gift, from where, or by whom.
@Startup
@Singleton
public class ClaimVisits {
  private final Map<Ending, Counter> requests = new EnumMap<>(Ending.class);
  private final Counter wrong;

  ClaimVisits(MeterRegistry metrics) {
    for (Ending ending : Ending.values()) {
      requests.put(
          ending,
          Counter.builder("giftwarden_claim_request_total")
              .description("Requests to the page of recipients")
              .tag("outcome", ending.name().toLowerCase(Locale.ROOT))
              .register(metrics));
    }
    this.wrong =
        Counter.builder("giftwarden_claim_wrong_link_total")
            .description("Links that lead to no gift: somebody guesses, or a new one was made")
            .register(metrics);
  }

  /// What a request led to, as far as its status says.
  enum Ending {
    /// The form, or how the gift fares.
    SHOWN,
    /// A form was sent, or the gift declined.
    DONE,
    /// The form came with faults.
    FAULTY,
    /// A wrong link, or nothing to claim.
    NOTHING,
    /// Too many wrong links from there.
    SLOWED,
    REFUSED,
    FAILED;

    static Ending of(int status) {
      return switch (status) {
        case 200 -> SHOWN;
        case 303 -> DONE;
        case 422 -> FAULTY;
        case 404 -> NOTHING;
        case 429 -> SLOWED;
        default -> status < 500 ? REFUSED : FAILED;
      };
    }
  }

  /// A request was answered.
  public void answered(int status) {
    Objects.requireNonNull(requests.get(Ending.of(status))).increment();
  }

  /// A link was not one of ours.
  public void wrongLink() {
    wrong.increment();
  }
}
