package dev.giftwarden.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.text.Label;
import dev.giftwarden.auth.text.PiiReason;
import dev.giftwarden.edge.problem.Problem.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("K4, K10 which keys can exist")
class KeyReviewTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  @Test
  @DisplayName("K10 a standard account's key lives a year and not a second longer")
  void standardKeysLiveAYear() {
    assertThat(faults(key(NOW.plus(Duration.ofDays(365)), null), Plan.STANDARD)).isEmpty();
    assertThat(faults(key(NOW.plus(Duration.ofDays(365)).plusSeconds(1), null), Plan.STANDARD))
        .containsExactly("expiresAt");
  }

  @Test
  @DisplayName("K10 an enterprise account's key lives two years and not a second longer")
  void enterpriseKeysLiveTwoYears() {
    assertThat(faults(key(NOW.plus(Duration.ofDays(730)), null), Plan.ENTERPRISE)).isEmpty();
    assertThat(faults(key(NOW.plus(Duration.ofDays(730)).plusSeconds(1), null), Plan.ENTERPRISE))
        .containsExactly("expiresAt");
  }

  @Test
  @DisplayName("K10 a key begins now or later, and ends after it begins")
  void beginsBeforeItEnds() {
    var day = Duration.ofDays(1);
    assertThat(faults(key(NOW.plus(day), NOW.minusSeconds(1)), Plan.STANDARD))
        .containsExactly("notBefore");
    assertThat(faults(key(NOW.plus(day), NOW.plus(day)), Plan.STANDARD))
        .containsExactly("expiresAt");
    assertThat(faults(key(NOW.minusSeconds(1), null), Plan.STANDARD)).containsExactly("expiresAt");
  }

  @Test
  @DisplayName("K4 personal data takes a reason, and a reason takes the wish")
  void personalDataTakesAReason() {
    assertThat(faults(pii(true, null), Plan.STANDARD)).containsExactly("piiReason");
    assertThat(faults(pii(false, "labels"), Plan.STANDARD)).containsExactly("exposePii");
    assertThat(faults(pii(true, "labels"), Plan.STANDARD)).isEmpty();
    assertThat(KeyReview.of(pii(false, null), Plan.STANDARD, NOW))
        .isInstanceOfSatisfying(
            KeyReview.Sound.class, sound -> assertThat(sound.rights().exposesPii()).isFalse());
  }

  @Test
  @DisplayName("K7 no key can be given what only services may do, to use or to grant")
  void servicesScopesAreNotForKeys() {
    assertThat(faults(scopes(Set.of(Scope.AUDIT_APPEND), Set.of()), Plan.STANDARD))
        .containsExactly("scopes");
    assertThat(faults(scopes(Set.of(Scope.KEYS_WRITE), Set.of(Scope.AUDIT_APPEND)), Plan.STANDARD))
        .containsExactly("grantableScopes");
  }

  private static List<String> faults(NewKey wanted, Plan plan) {
    return switch (KeyReview.of(wanted, plan, NOW)) {
      case KeyReview.Sound _ -> List.of();
      case KeyReview.Faulty(List<FieldError> faults) ->
          faults.stream().map(FieldError::field).toList();
    };
  }

  private static NewKey key(Instant expiresAt, @Nullable Instant notBefore) {
    return new NewKey(
        new Label("a key"),
        Environment.LIVE,
        Set.of(Scope.GIFTS_READ),
        Set.of(),
        expiresAt,
        notBefore,
        Set.of(),
        List.of(),
        Set.of(),
        Set.of(),
        false,
        null,
        null,
        null);
  }

  private static NewKey pii(boolean expose, @Nullable String reason) {
    var plain = key(NOW.plusSeconds(60), null);
    return new NewKey(
        plain.name(),
        plain.environment(),
        plain.scopes(),
        Set.of(),
        plain.expiresAt(),
        null,
        Set.of(),
        List.of(),
        Set.of(),
        Set.of(),
        expose,
        reason == null ? null : new PiiReason(reason),
        null,
        null);
  }

  private static NewKey scopes(Set<Scope> usable, Set<Scope> grantable) {
    return new NewKey(
        new Label("a key"),
        Environment.LIVE,
        usable,
        grantable,
        NOW.plusSeconds(60),
        null,
        Set.of(),
        List.of(),
        Set.of(),
        Set.of(),
        false,
        null,
        null,
        null);
  }
}
