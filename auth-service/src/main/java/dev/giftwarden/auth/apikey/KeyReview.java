package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.account.plan.PlanTerms;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.text.PiiReason;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.edge.problem.Problem.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a key can exist as it is asked for, whoever asks.
sealed interface KeyReview {

  record Sound(KeyRights rights) implements KeyReview {}

  /// @param faults at least one
  record Faulty(List<FieldError> faults) implements KeyReview {}

  /// @param now the moment of creation: where `notBefore` is left out, the key begins here
  static KeyReview of(NewKey wanted, Plan plan, Instant now) {
    var faults = new ArrayList<FieldError>();
    scopes(wanted, faults);
    pii(wanted, faults);
    spendLimit(wanted, faults);
    var notBefore = wanted.notBefore() == null ? now : wanted.notBefore();
    validity(wanted, notBefore, plan, now, faults);
    var certificates = certificates(wanted.certificates(), faults);
    if (!faults.isEmpty()) {
      return new Faulty(faults);
    }
    return new Sound(
        new KeyRights(
            wanted.environment(),
            wanted.usable(),
            wanted.grantable(),
            wanted.subAccounts(),
            wanted.networks(),
            wanted.versions(),
            certificates,
            Optional.ofNullable(wanted.piiReason()).map(PiiReason::value),
            Optional.ofNullable(wanted.spendLimit()),
            notBefore,
            wanted.expiresAt()));
  }

  private static void scopes(NewKey wanted, List<FieldError> faults) {
    if (wanted.template() != null) {
      if (!wanted.scopes().isEmpty() || !wanted.grantableScopes().isEmpty()) {
        faults.add(new FieldError("template", "a template, or scopes: not both"));
      }
      return;
    }
    if (wanted.scopes().isEmpty()) {
      faults.add(new FieldError("scopes", "at least one, or a template"));
    }
    if (!wanted.scopes().stream().allMatch(Scope::forPartners)) {
      faults.add(new FieldError("scopes", "only scopes that partners can hold"));
    }
    if (!wanted.grantableScopes().stream().allMatch(Scope::forPartners)) {
      faults.add(new FieldError("grantableScopes", "only scopes that partners can hold"));
    }
    if (wanted.scopes().stream().anyMatch(wanted.grantableScopes()::contains)) {
      faults.add(new FieldError("grantableScopes", "a key uses none of the scopes that it grants"));
    }
  }

  private static void pii(NewKey wanted, List<FieldError> faults) {
    if (wanted.exposePii() && wanted.piiReason() == null) {
      faults.add(new FieldError("piiReason", "say why this key needs personal data"));
    }
    if (!wanted.exposePii() && wanted.piiReason() != null) {
      faults.add(new FieldError("exposePii", "true, if there is a reason for it"));
    }
  }

  private static void spendLimit(NewKey wanted, List<FieldError> faults) {
    if (wanted.spendLimit() != null && !KeyRights.spends(wanted.usable(), wanted.grantable())) {
      faults.add(new FieldError("spendLimit", KeyRights.NOTHING_TO_LIMIT));
    }
  }

  private static void validity(
      NewKey wanted, Instant notBefore, Plan plan, Instant now, List<FieldError> faults) {
    if (notBefore.isBefore(now)) {
      faults.add(new FieldError("notBefore", "not in the past"));
    }
    if (!wanted.expiresAt().isAfter(notBefore)) {
      faults.add(new FieldError("expiresAt", "after the key begins"));
    }
    if (wanted.expiresAt().isAfter(now.plus(PlanTerms.longestKeyLife(plan)))) {
      var days = PlanTerms.longestKeyLife(plan).toDays();
      faults.add(new FieldError("expiresAt", "at most " + days + " days from now on this plan"));
    }
  }

  private static Set<Thumbprint> certificates(Set<String> wanted, List<FieldError> faults) {
    var thumbprints = new LinkedHashSet<Thumbprint>();
    for (String text : wanted) {
      try {
        thumbprints.add(new Thumbprint(text));
      } catch (IllegalArgumentException _) {
        faults.add(new FieldError("certificates", "x5t#S256: SHA-256 of the DER, in base64url"));
      }
    }
    return thumbprints;
  }
}
