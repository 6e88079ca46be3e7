package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.recipient.Identity;
import dev.giftwarden.gift.recipient.Recipient;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a partner's program can rehearse in the test environment: a gift to a mailbox of one of
/// these names at [#DOMAIN] fares as the name says. In the live environment it is a mailbox as any
/// other, and the database refuses a live gift that rehearses.
public enum Rehearsal {
  /// The answer is 402, whatever the budget has.
  BUDGET_EXHAUSTED(Reason.BUDGET_EXHAUSTED),
  /// The answer is 403, whatever the key may spend.
  SPEND_LIMIT_EXCEEDED(Reason.SPEND_LIMIT_EXCEEDED),
  /// The answer is 503: the same again will be.
  BUSY(Reason.OVERTAKEN),
  /// Whom it is for looks at it and declines.
  CLAIM_DECLINED,
  /// It reaches nobody, and does not wait its days for that: it expires.
  DELIVERY_FAILED,
  /// It fares as any other, and what webhooks are told of it fails until somebody asks for it
  /// again.
  WEBHOOK_FAILING;

  /// RFC 2606, section 2: nobody's, and never.
  static final String DOMAIN = "rehearsal.giftwarden.example";

  private final Optional<Reason> refusal;

  Rehearsal() {
    this.refusal = Optional.empty();
  }

  Rehearsal(Reason refusal) {
    this.refusal = Optional.of(refusal);
  }

  /// The same word in the database and before the `@`: `claim-declined`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Rehearsal of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /// What a gift to `recipient` rehearses; nothing, anywhere but in the test environment.
  static Optional<Rehearsal> of(Environment environment, Recipient recipient) {
    return switch (environment) {
      case LIVE -> Optional.empty();
      case TEST ->
          recipient.identity() instanceof Identity.Known(var person, _)
              ? ofMailbox(person.email().folded())
              : Optional.empty();
    };
  }

  private static Optional<Rehearsal> ofMailbox(String mailbox) {
    return Arrays.stream(values())
        .filter(one -> mailbox.equals(one.text() + "@" + DOMAIN))
        .findAny();
  }

  /// How an order to `recipient` ends, if it rehearses a refusal.
  static Outcome<Recipient> admit(Environment environment, Recipient recipient) {
    return of(environment, recipient)
        .flatMap(one -> one.refusal)
        .<Outcome<Recipient>>map(Outcome::refused)
        .orElse(Outcome.done(recipient));
  }

  /// Whether it plays once the gift is sent.
  boolean isPlayed() {
    return refusal.isEmpty() && this != WEBHOOK_FAILING;
  }
}
