package dev.giftwarden.auth.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.v1.SigningKey;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("T1 which key signs, and when")
class SigningKeysTest {
  private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");

  private Instant now = START;
  private Instant certificateEnd = START.plus(Duration.ofHours(24));
  private final List<SigningKey> published = new ArrayList<>();
  private long acknowledged;

  private final SigningKeys keys = new SigningKeys(new FakeFeed(), new FakeMaker(), () -> now);

  @Test
  @DisplayName("a new key signs only after every feed has acknowledged it")
  void waitsForEveryFeed() {
    keys.upkeep();
    assertThat(published).hasSize(1);
    assertThat(keys.current()).isEmpty();

    acknowledged = 1;
    keys.upkeep();
    assertThat(signer()).isEqualTo("key-1");
  }

  @Test
  @DisplayName("while its successor waits for a feed, the old key signs on")
  void oldKeySignsOn() {
    acknowledged = 1;
    keys.upkeep();
    now = now.plus(SigningKeys.SIGNS_FOR);
    keys.upkeep();
    assertThat(published).hasSize(2);
    assertThat(signer()).isEqualTo("key-1");

    acknowledged = 2;
    keys.upkeep();
    assertThat(signer()).isEqualTo("key-2");
  }

  @Test
  @DisplayName("no key is published twice while it waits")
  void publishesOnce() {
    keys.upkeep();
    keys.upkeep();
    keys.upkeep();
    assertThat(published).hasSize(1);
  }

  @Test
  @DisplayName("no key ends later than the certificate that vouches for it, and then none signs")
  void endsWithTheCertificate() {
    certificateEnd = START.plus(Duration.ofMinutes(10));
    acknowledged = 9;
    keys.upkeep();
    assertThat(keys.current().orElseThrow().notAfter()).isEqualTo(certificateEnd);

    now = certificateEnd.minusSeconds(1);
    keys.upkeep();
    assertThat(published).as("a successor would end no later").hasSize(1);
    now = certificateEnd;
    keys.upkeep();
    assertThat(keys.current()).isEmpty();
    assertThat(published).hasSize(1);
  }

  @Test
  @DisplayName("a renewed certificate brings a new key at once where the old one was cut short")
  void renewedCertificateBringsANewKey() {
    certificateEnd = START.plus(Duration.ofMinutes(10));
    acknowledged = 9;
    keys.upkeep();
    certificateEnd = START.plus(Duration.ofHours(24));
    keys.upkeep();
    assertThat(signer()).isEqualTo("key-2");
  }

  private String signer() {
    return keys.current().orElseThrow().keyId();
  }

  private final class FakeFeed implements SigningKeys.Feed {
    @Override
    public long publish(SigningKey key) {
      published.add(key);
      return published.size();
    }

    @Override
    public boolean isAcknowledged(long number) {
      return number <= acknowledged;
    }
  }

  private final class FakeMaker implements SigningKeys.Maker {
    @Override
    public SigningKeys.Made make(Instant notAfter) {
      try {
        var pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        return new SigningKeys.Made(
            pair,
            SigningKey.newBuilder()
                .setKeyId("key-" + (published.size() + 1))
                .setNotAfterUnixMs(notAfter.toEpochMilli())
                .build());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Instant certificateEnd() {
      return certificateEnd;
    }
  }
}
