package dev.giftwarden.auth.apikey.radius;

import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.SpendLimit;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Where it says how much money a key can spend now. The budgets are gift's, and what was spent;
/// how far the key reaches, and its limit, auth knows: so auth writes down the question.
@Schema(name = "KeySpendingV1", description = "Where to ask what it can spend now")
@RegisterForReflection(registerFullHierarchy = true)
record SpendingView(
    @Schema(enumeration = "gift") String service,
    @Schema(examples = "GET /v2/spending") String route,
    @Schema(
            description =
                "To be asked with budgets:read of the same account and environment, whose whole"
                    + " account is needed for a key with a limit",
            examples = "/v2/spending?amount=50000&currency=USD&period=week&root=4fKqZ81mTxYb")
        String path) {
  private static final String PATH = "/v2/spending";

  /// What gift's listener takes of a target, with room for the method.
  private static final int LONGEST = 4_000;

  /// Empty for a key that spends nothing, and where so many sub-accounts fit no request.
  ///
  /// @param root of the keys that spend with it; empty: it is not made, and nothing is spent
  static Optional<SpendingView> of(Key key, Optional<KeyId> root) {
    var limit = key.rights().spendLimit();
    var question = new ArrayList<String>();
    limit.ifPresent(some -> question.addAll(asked(some)));
    root.filter(_ -> limit.isPresent()).ifPresent(id -> question.add("root=" + id.value()));
    if (!key.rights().subAccounts().isEmpty()) {
      question.add(
          key.rights().subAccounts().stream()
              .map(SubAccountId::value)
              .sorted()
              .collect(Collectors.joining(",", "subAccounts=", "")));
    }
    String path = question.isEmpty() ? PATH : PATH + "?" + String.join("&", question);
    return key.usable().contains(Scope.GIFTS_SEND) && path.length() <= LONGEST
        ? Optional.of(new SpendingView(Audience.GIFT.text(), "GET " + PATH, path))
        : Optional.empty();
  }

  private static List<String> asked(SpendLimit limit) {
    return List.of(
        "amount=" + limit.amount().value(),
        "currency=" + limit.currency().value(),
        "period=" + limit.period().text());
  }
}
