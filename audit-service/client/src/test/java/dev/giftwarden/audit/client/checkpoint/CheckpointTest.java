package dev.giftwarden.audit.client.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.Golden;
import dev.giftwarden.audit.client.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final VerifierKey KEY = VerifierKey.parse(Golden.verifierKey());
  private static final String NOTE = Golden.VECTORS.get("notes").get(2).get("note").textValue();

  @DisplayName("A2 signs and opens the notes made outside Java, byte for byte")
  @Test
  void signsLikeTheVectors() throws GeneralSecurityException {
    SignerKey signer = SignerKey.parse(Golden.signerKey());
    assertThat(signer.verifier()).hasToString(Golden.verifierKey());
    for (JsonNode row : Golden.VECTORS.get("notes")) {
      Checkpoint checkpoint =
          new Checkpoint(
              KEY.name(), row.get("size").longValue(), Hash.of(Golden.bytes(row, "root")));
      assertThat(signer.sign(checkpoint.size(), checkpoint.root()))
          .isEqualTo(row.get("note").textValue());
      assertThat(KEY.open(row.get("note").textValue())).contains(checkpoint);
    }
  }

  @DisplayName("A2 one flipped bit anywhere in a note and it opens no more")
  @Test
  void refusesEveryFlippedBit() {
    byte[] good = NOTE.getBytes(StandardCharsets.UTF_8);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(KEY.open(new String(bad, StandardCharsets.UTF_8))).as("bit %d", bit).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refuses(String reason, UnaryOperator<String> damage) {
    assertThat(KEY.open(damage.apply(NOTE))).isEmpty();
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        row("an empty note", _ -> ""),
        row("no signature", note -> note.substring(0, note.indexOf("\n\n") + 2)),
        row("no last line feed", String::stripTrailing),
        row("a carriage return", note -> note.replaceFirst("\n", "\r\n")),
        row("another size", note -> note.replaceFirst("\n70\n", "\n71\n")),
        row("a size with a leading zero", note -> note.replaceFirst("\n70\n", "\n070\n")),
        row("an extension line", note -> note.replaceFirst("\n\n", "\nextension\n\n")),
        row("another origin", note -> note.replaceFirst("^log", "lag")),
        row("a signature under another name", note -> note.replaceFirst("— log", "— lag")),
        row("33 signatures", note -> note + lastLine(note).repeat(32)),
        row("more than 16 KiB", note -> note + "— a AAAAAAA=\n".repeat(2000)));
  }

  @DisplayName("A2 what the key truly signed, but is no checkpoint of its log, opens nothing")
  @ParameterizedTest
  @MethodSource
  void refusesWhatIsNoCheckpointOfItsOwnLog(String note) {
    assertThat(KEY.open(note)).isEmpty();
  }

  static Stream<String> refusesWhatIsNoCheckpointOfItsOwnLog() {
    return Golden.rows("misused").map(JsonNode::textValue);
  }

  @Test
  void witnessesAreAllowedAndSayNothing() {
    assertThat(KEY.open(NOTE + "— witness.example AAAAAAAA\n")).isPresent();
    String onlyWitness =
        NOTE.substring(0, NOTE.indexOf("\n\n") + 2) + "— witness.example AAAAAAAA\n";
    assertThat(KEY.open(onlyWitness)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a+b", "a+00000000+AQ==", "PRIVATE+KEY+a+b+c"})
  void refusesWhatIsNoKey(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> VerifierKey.parse(text));
    assertThatIllegalArgumentException().isThrownBy(() -> SignerKey.parse(text));
  }

  @DisplayName("A2 one flipped bit anywhere in a key's text and it is no key")
  @Test
  void refusesEveryFlippedBitOfAkey() throws GeneralSecurityException {
    refusesEveryFlippedBit(Golden.verifierKey(), VerifierKey::parse);
    refusesEveryFlippedBit(Golden.signerKey(), SignerKey::parse);
  }

  @DisplayName("C2 a signer key neither prints nor explains itself with its text")
  @Test
  void doesNotPrintTheKey() throws GeneralSecurityException {
    String text = Golden.signerKey();
    String secret = text.substring(text.length() - 44);
    assertThat(SignerKey.parse(text)).hasToString("SignerKey[log.giftwarden.example]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignerKey.parse(text.replace("PRIVATE+KEY+log", "PRIVATE+KEY+lag")))
        .withMessageNotContaining(secret);
  }

  private static void refusesEveryFlippedBit(String text, Consumer<String> parse) {
    byte[] good = text.getBytes(StandardCharsets.UTF_8);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatIllegalArgumentException()
          .as("bit %d", bit)
          .isThrownBy(() -> parse.accept(new String(bad, StandardCharsets.UTF_8)));
    }
  }

  private static String lastLine(String note) {
    return note.substring(note.indexOf("\n\n") + 2);
  }

  private static Arguments row(String reason, UnaryOperator<String> damage) {
    return Arguments.of(reason, damage);
  }
}
