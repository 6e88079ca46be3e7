package dev.giftwarden.auth.apikey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.edge.text.Base62;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// What a partner holds: `gwk_<live|test>_<id>_<secret><crc32>`.
///
/// The checksum covers everything before it. It is no protection: it lets a mistyped key be refused
/// before the database is asked, and lets secret scanners tell a key from a look-alike.
public record ApiKey(Environment environment, KeyId id, KeySecret secret) {
  private static final int ID_LENGTH = 12;
  private static final int CHECKSUM_LENGTH = 6;

  /// Published for secret scanners, in the README as well.
  public static final String PATTERN =
      "gwk_(live|test)_([0-9A-Za-z]{12})_([0-9A-Za-z]{30})([0-9A-Za-z]{6})";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  public static ApiKey random(Environment environment, RandomGenerator random) {
    return new ApiKey(
        environment, new KeyId(Base62.random(ID_LENGTH, random)), KeySecret.random(random));
  }

  /// Empty for everything that is not a key of ours, a single wrong character included.
  public static Optional<ApiKey> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String covered = text.substring(0, text.length() - CHECKSUM_LENGTH);
    if (!checksum(covered).equals(parts.group(4))) {
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
    return covered + checksum(covered);
  }

  @Override
  public String toString() {
    return "gwk_%s_%s_***".formatted(environment.text(), id.value());
  }

  private static String checksum(String covered) {
    var crc = new CRC32();
    crc.update(covered.getBytes(US_ASCII));
    return Base62.encode(crc.getValue(), CHECKSUM_LENGTH);
  }
}
