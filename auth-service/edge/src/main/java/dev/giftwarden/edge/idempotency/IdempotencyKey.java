package dev.giftwarden.edge.idempotency;

import dev.giftwarden.edge.problem.InvalidParameter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The word by which a caller marks a request that it may have to send twice: 1 to 255 printable
/// ASCII characters, no blank first or last.
///
/// What the database keeps of it confirms nothing: callers choose the word and some choose an order
/// number or an e-mail address, so only its hash is kept; and the request is kept as an HMAC
/// **under the word itself**, so that whoever has the database but not the word cannot try out what
/// the request said. Towards callers, the one answer that depends on it (422 for another request)
/// is given to nobody but the caller that used the word first.
public final class IdempotencyKey {
  public static final String HEADER = "Idempotency-Key";

  /// Says of an answer that it is to a request that was done before, under the same key.
  public static final String REPLAYED = "Idempotent-Replayed";

  /// HTTP/1.1 takes blanks off the ends of a header, HTTP/2 does not: one word must not be two.
  private static final Pattern FORM =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");

  private static final String TAG = "giftwarden/idempotency-key/v1";
  private static final String PART = "giftwarden/idempotency-key-part/v1";

  private final byte[] word;

  private IdempotencyKey(byte[] word) {
    this.word = word;
  }

  /// Empty for any other text.
  public static Optional<IdempotencyKey> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new IdempotencyKey(text.getBytes(StandardCharsets.US_ASCII)))
        : Optional.empty();
  }

  /// What the header says, if it came.
  ///
  /// @throws InvalidParameter if it is there and none
  public static Optional<IdempotencyKey> read(@Nullable String header) {
    return InvalidParameter.read(
        HEADER,
        header,
        "1 to 255 printable ASCII characters",
        text -> parse(text).orElseThrow(IllegalArgumentException::new));
  }

  /// The key of a part of the request, which the caller calls `name`. It begins with a byte that no
  /// word has, so no header ever says it.
  public IdempotencyKey part(String name) {
    return new IdempotencyKey(new CanonicalRequest(PART).bytes(word).text(name).toBytes());
  }

  /// SHA-256 over a tag and the word, each behind its length.
  public byte[] hash() {
    try {
      byte[] message = new CanonicalRequest(TAG).bytes(word).toBytes();
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// HMAC-SHA-256 of the request under the word.
  public byte[] fingerprint(CanonicalRequest request) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(word, "HmacSHA256"));
      return mac.doFinal(request.toBytes());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "IdempotencyKey[hidden]";
  }
}
