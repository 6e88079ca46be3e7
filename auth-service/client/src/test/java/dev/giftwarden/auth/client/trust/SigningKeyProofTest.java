package dev.giftwarden.auth.client.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.v1.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SigningKeyProofTest {
  @Test
  @DisplayName("T3 the statement that is signed has the bytes that Python makes of it")
  void golden() throws IOException {
    byte[] publicKey = new byte[91];
    for (int i = 0; i < publicKey.length; i++) {
      publicKey[i] = (byte) i;
    }
    var key =
        SigningKey.newBuilder()
            .setKeyId("signer-1")
            .setPublicKey(ByteString.copyFrom(publicKey))
            .setNotAfterUnixMs(1_767_225_600_123L)
            .build();
    assertThat(HexFormat.of().formatHex(SigningKeyProof.statement(key))).isEqualTo(fromPython());
  }

  private static String fromPython() throws IOException {
    try (var in = SigningKeyProofTest.class.getResourceAsStream("/signing-key-statement.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
          .strip();
    }
  }
}
