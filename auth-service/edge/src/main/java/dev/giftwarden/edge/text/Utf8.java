package dev.giftwarden.edge.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/// UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing beyond U+10FFFF, nothing cut
/// short. Whoever decodes more takes two texts for one.
public final class Utf8 {
  private Utf8() {}

  /// @return empty where the octets are no UTF-8
  public static Optional<String> decode(byte[] octets) {
    try {
      return Optional.of(strict().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /// For octets that come one after the other; it throws [CharacterCodingException] for what is no
  /// UTF-8.
  public static CharsetDecoder strict() {
    return UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}
