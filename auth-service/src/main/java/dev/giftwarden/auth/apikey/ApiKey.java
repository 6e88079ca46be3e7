package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.exchange.KeyForm;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.edge.text.Base62;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a partner holds, in the form that [KeyForm] tells from everything else.
public record ApiKey(Environment environment, KeyId id, KeySecret secret) {
  private static final int ID_LENGTH = 12;
  private static final Pattern FORM = Pattern.compile(KeyForm.PATTERN);

  public static ApiKey random(Environment environment, RandomGenerator random) {
    return new ApiKey(
        environment, new KeyId(Base62.random(ID_LENGTH, random)), KeySecret.random(random));
  }

  /// Empty for everything that is not a key of ours, a single wrong character included.
  public static Optional<ApiKey> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!KeyForm.isWhole(text) || !parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ApiKey(
            Environment.of(parts.group(1)),
            new KeyId(parts.group(2)),
            new KeySecret(parts.group(3))));
  }

  /// The whole key, secret included: for the answer that shows it once, and nothing else.
  public String reveal() {
    String covered = "gwk_%s_%s_%s".formatted(environment.text(), id.value(), secret.reveal());
    return covered + KeyForm.checksum(covered);
  }

  @Override
  public String toString() {
    return "gwk_%s_%s_***".formatted(environment.text(), id.value());
  }
}
