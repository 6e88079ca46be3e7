package dev.giftwarden.auth.enrolment.code;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.giftwarden.auth.client.exchange.EnrolmentCodeForm;
import dev.giftwarden.auth.client.exchange.KeyForm;
import dev.giftwarden.edge.text.Base62;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What gets a client one certificate. It cannot be printed, and only its digest is stored: its
/// secret is 178 random bits, which plain SHA-256 hides as well as anything would.
public final class EnrolmentCode {
  private static final int ID_LENGTH = 12;
  private static final int SECRET_LENGTH = 30;

  private final String id;
  private final String text;

  private EnrolmentCode(String id, String text) {
    this.id = id;
    this.text = text;
  }

  static EnrolmentCode random(RandomGenerator random) {
    String id = Base62.random(ID_LENGTH, random);
    String covered = EnrolmentCodeForm.PREFIX + id + "_" + Base62.random(SECRET_LENGTH, random);
    return new EnrolmentCode(id, covered + KeyForm.checksum(covered));
  }

  /// Empty for everything that is not a code of ours, a single wrong character included.
  static Optional<EnrolmentCode> parse(String text) {
    int start = EnrolmentCodeForm.PREFIX.length();
    return EnrolmentCodeForm.isWhole(text)
        ? Optional.of(new EnrolmentCode(text.substring(start, start + ID_LENGTH), text))
        : Optional.empty();
  }

  public String id() {
    return id;
  }

  /// For the one answer that shows it.
  String reveal() {
    return text;
  }

  byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /// In constant time.
  boolean matches(byte[] stored) {
    return MessageDigest.isEqual(digest(), stored);
  }

  @Override
  public String toString() {
    return EnrolmentCodeForm.PREFIX + id + "_***";
  }
}
