package dev.giftwarden.edge.testing;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// What `src/test/python/canonical_request.py` computed.
public final class GoldenRequests {

  /// All but the word in hex.
  public record Golden(String word, String request, String keyHash, String fingerprint) {}

  private GoldenRequests() {}

  public static Golden named(String name) {
    List<String> words =
        lines().stream()
            .map(line -> List.of(line.split(" ")))
            .filter(l -> l.getFirst().equals(name))
            .findFirst()
            .orElseThrow();
    return new Golden(words.get(1), words.get(2), words.get(3), words.get(4));
  }

  public static String bytes(CanonicalRequest request) {
    return HexFormat.of().formatHex(request.toBytes());
  }

  public static String fingerprint(IdempotencyKey key, CanonicalRequest request) {
    return HexFormat.of().formatHex(key.fingerprint(request));
  }

  private static List<String> lines() {
    try (InputStream file = GoldenRequests.class.getResourceAsStream("golden-requests.txt")) {
      byte[] text = Objects.requireNonNull(file).readAllBytes();
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
