package dev.giftwarden.auth.account;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.regex.Pattern;

/// How long a key may go unused before it is revoked: whole days, from a month, so that what runs
/// once a month lives, to a year, which is as long as most keys live anyway.
public record IdleLimit(int days) {
  static final String WANTED = "P30D to P365D, in days";

  private static final int LEAST_DAYS = 30;
  private static final int MOST_DAYS = 365;
  private static final Pattern FORM = Pattern.compile("P([1-9][0-9]{1,2})D");

  /// @throws InvalidValue for fewer days, or more
  public IdleLimit {
    if (days < LEAST_DAYS || days > MOST_DAYS) {
      throw new InvalidValue(WANTED);
    }
  }

  /// The reverse of [#text].
  ///
  /// @throws InvalidValue for every other text
  static IdleLimit of(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new InvalidValue(WANTED);
    }
    return new IdleLimit(Integer.parseInt(form.group(1)));
  }

  /// `P90D`
  public String text() {
    return "P" + days + "D";
  }
}
