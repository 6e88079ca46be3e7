package dev.giftwarden.audit.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What `src/test/python/golden.py` made.
public final class Golden {
  public static final JsonNode VECTORS = read();

  private Golden() {}

  public static Stream<JsonNode> rows(String name) {
    return VECTORS.get(name).valueStream();
  }

  public static byte[] bytes(JsonNode row, String field) {
    return HexFormat.of().parseHex(row.get(field).textValue());
  }

  public static String verifierKey() {
    return VECTORS.get("verifierKey").textValue();
  }

  /// The signer of the notes, put together from the phrase in the script: the repository holds no
  /// key.
  public static String signerKey() throws GeneralSecurityException {
    byte[] seed =
        MessageDigest.getInstance("SHA-256")
            .digest("giftwarden golden vectors".getBytes(StandardCharsets.UTF_8));
    byte[] tagged = new byte[33];
    tagged[0] = 1;
    System.arraycopy(seed, 0, tagged, 1, 32);
    List<String> parts = List.of(verifierKey().split("\\+", 3));
    return String.join(
        "+", "PRIVATE+KEY", parts.get(0), parts.get(1), Base64.getEncoder().encodeToString(tagged));
  }

  /// The folder of an exported log.
  public static Path bundle() {
    return file("bundle");
  }

  public static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(Golden.class.getResource("/golden/" + name)).toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static JsonNode read() {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/vectors.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
