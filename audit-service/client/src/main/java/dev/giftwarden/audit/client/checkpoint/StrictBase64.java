package dev.giftwarden.audit.client.checkpoint;

import java.util.Base64;
import java.util.Optional;

/// The JDK's decoder forgives missing padding and stray bits in the last character. Here two texts
/// never mean the same bytes.
final class StrictBase64 {
  private StrictBase64() {}

  static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Optional.of(bytes).filter(b -> Base64.getEncoder().encodeToString(b).equals(text));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
