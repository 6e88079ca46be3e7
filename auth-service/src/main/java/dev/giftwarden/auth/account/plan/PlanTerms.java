package dev.giftwarden.auth.account.plan;

import dev.giftwarden.auth.client.Plan;
import java.time.Duration;

/// What each plan means for keys and certificates. How many calls it means is configured.
public final class PlanTerms {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration TWO_YEARS = Duration.ofDays(730);

  private PlanTerms() {}

  public static Duration longestKeyLife(Plan plan) {
    return switch (plan) {
      case STANDARD -> YEAR;
      case ENTERPRISE -> TWO_YEARS;
    };
  }

  /// Enforced mTLS is sold with `enterprise`: a standard account has no certificates to enforce.
  public static boolean mayRequireCertificates(Plan plan) {
    return plan == Plan.ENTERPRISE;
  }
}
