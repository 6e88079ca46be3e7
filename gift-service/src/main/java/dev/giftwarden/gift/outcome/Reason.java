package dev.giftwarden.gift.outcome;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.problem.Problem;
import java.util.Locale;

/// Why gift-service did not do what an authenticated caller with the right scope asked for. The
/// audit log sees the name, the caller [#problem]. Nothing here depends on what a row of somebody
/// else says: what a caller cannot reach does not exist for it. Fields are named as the newest
/// version of the API names them.
public enum Reason {
  /// What the path names.
  NOT_FOUND(ProblemType.NOT_FOUND),
  BUDGET_UNKNOWN(ProblemType.NOT_FOUND, "budget", "no such budget"),
  CAMPAIGN_UNKNOWN(ProblemType.NOT_FOUND, "campaign", "no such campaign"),
  CAMPAIGN_CLOSED(ProblemType.CONFLICT, "campaign", "a campaign that is open"),
  /// Neither by the gift nor by its campaign.
  VALUE_UNSAID(ProblemType.CONFLICT, "value", "a value, as the campaign has none"),
  COLLECTION_UNKNOWN(ProblemType.NOT_FOUND, "collection", "no such collection"),
  COLLECTION_RETIRED(ProblemType.CONFLICT, "collection", "a collection that is not retired"),
  /// A band is one of a collection, which neither the gift nor its campaign says.
  COLLECTION_UNSAID(ProblemType.CONFLICT, "collection", "the collection that the band is of"),
  BAND_UNKNOWN(ProblemType.NOT_FOUND, "band", "no such band of the collection"),
  BAND_CURRENCY_DIFFERS(ProblemType.CONFLICT, "band", "one in the currency of the budget"),
  /// Whoever gets the gift could choose nothing.
  NOTHING_TO_CHOOSE(
      ProblemType.CONFLICT,
      "collection",
      "one with something that costs no more, in this currency"),
  RECIPIENT_UNKNOWN(ProblemType.NOT_FOUND, "recipient", "no such recipient"),
  CURRENCY_DIFFERS(ProblemType.CONFLICT, "value.currency", "the currency of the budget"),
  /// A row of one sub-account must not show another's readers who is behind it.
  RECIPIENT_ELSEWHERE(
      ProblemType.CONFLICT, "recipient", "a recipient of the sub-account that the budget is in"),
  RECIPIENT_ERASED(ProblemType.CONFLICT, "recipient", "a recipient that is not erased"),
  BUDGET_EXHAUSTED(ProblemType.BUDGET_EXHAUSTED),
  SPEND_LIMIT_EXCEEDED(ProblemType.SPEND_LIMIT_EXCEEDED),
  /// The gift alone costs more than one of this key may.
  SPEND_LIMIT_PER_GIFT(ProblemType.SPEND_LIMIT_EXCEEDED),
  SPEND_LIMIT_CURRENCY(ProblemType.SPEND_LIMIT_EXCEEDED),
  /// What others' keys have spent, somebody asks who has a part of the account.
  SPENDING_OF_ANOTHER(
      ProblemType.MALFORMED_REQUEST, "root", "nothing, by a credential of some sub-accounts"),
  SEND_AT_OUT_OF_RANGE(
      ProblemType.MALFORMED_REQUEST, "sendAt", "a moment to come, within 365 days"),
  EXPIRES_AT_OUT_OF_RANGE(
      ProblemType.MALFORMED_REQUEST, "expiresAt", "1 to 365 days after the gift is sent"),
  /// Others took the money meanwhile that all of a batch would cost together.
  OVERTAKEN(ProblemType.BUSY),
  NOT_CANCELLABLE(ProblemType.GIFT_NOT_CANCELLABLE),
  /// Nothing can come of it any more, so nobody needs a link to it.
  NOT_LINKABLE(ProblemType.CONFLICT, "state", "a gift that is not cancelled, declined or expired"),
  /// A link opens what is there.
  NOT_SENT_YET(ProblemType.CONFLICT, "state", "a gift that is sent"),
  NOT_SHIPPABLE(ProblemType.CONFLICT, "state", "claimed"),
  NOT_DELIVERABLE(ProblemType.CONFLICT, "state", "shipped"),
  SUB_ACCOUNT_UNNAMED(
      ProblemType.MALFORMED_REQUEST, "subAccount", "one of the sub-accounts of this credential"),
  SUB_ACCOUNT_FOREIGN(
      ProblemType.MALFORMED_REQUEST, "subAccount", "one of the sub-accounts of this credential"),
  WEBHOOKS_EXHAUSTED(ProblemType.CONFLICT, "url", "at most 20 webhooks in one place"),
  /// An endpoint that is told who recipients are is for credentials that may see them.
  WEBHOOK_SEES_PEOPLE(
      ProblemType.WIDER_THAN_ISSUER, "exposePii", "only by a credential that sees people itself"),
  WEBHOOK_INACTIVE(ProblemType.CONFLICT, "active", "true"),
  IDEMPOTENCY_KEY_REUSED(ProblemType.IDEMPOTENCY_KEY_REUSED),
  PII_FILTER_REQUIRES_UNMASKED(ProblemType.PII_FILTER_REQUIRES_UNMASKED);

  private final Problem problem;

  Reason(ProblemType type) {
    this.problem = Problem.of(type);
  }

  Reason(ProblemType type, String field, String wanted) {
    this.problem = Problem.of(type).at(field, wanted);
  }

  public Problem problem() {
    return problem;
  }

  /// The word in the audit log: `budget-exhausted`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
