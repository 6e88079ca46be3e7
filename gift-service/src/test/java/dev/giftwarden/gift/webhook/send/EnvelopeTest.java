package dev.giftwarden.gift.webhook.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.gift.id.MessageId;
import dev.giftwarden.gift.webhook.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What goes over the line. The signatures were made outside Java: Python's `hmac`.
class EnvelopeTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("G8 the vector that libraries of Standard Webhooks test themselves with")
  void vector() {
    var secret = new WebhookSecret(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    byte[] signed =
        Envelope.signed(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", bytes("{\"test\": 2432232314}"));
    assertThat(secret.sign(signed)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  @DisplayName("G8 while a rotation overlaps both secrets sign, the new one first")
  void both() {
    var next = secret(0);
    var before = secret(32);
    Envelope envelope =
        Envelope.of(
            new MessageId("msg_0123456789ABCDEFGHIJKL"),
            Instant.ofEpochSecond(1796000000).plusMillis(999),
            List.of(next, before),
            bytes("{\"type\":\"gift.sent\"}"));
    assertThat(envelope.headers())
        .containsEntry("webhook-id", "msg_0123456789ABCDEFGHIJKL")
        .containsEntry("webhook-timestamp", "1796000000")
        .containsEntry(
            "webhook-signature",
            "v1,kClxgKm1iJWqylCCNXlVk0PAK7O6IhxTiQ62Z9g7ywA="
                + " v1,eR7gH6Ovs133FWZ5Z5xmYjI4/HYmBCmemYJ48R7Ceto=")
        .hasSize(3);
    assertThat(next.text()).isEqualTo("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    assertThat(next).hasToString("WebhookSecret[hidden]");
  }

  private static WebhookSecret secret(int first) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return new WebhookSecret(bytes);
  }

  @Test
  @DisplayName("G9 a message names ids, a state, a time and money, and has no field for a person")
  void body() {
    var told =
        new Told(
            "gift.claimed",
            Instant.parse("2026-12-03T10:15:30Z"),
            "whk_0123456789ABCDEFGHIJKL",
            "live",
            Optional.of(
                new Told.AboutGift("gft_1", Optional.of("north"), "bud_1", "rcp_1", 2500, "EUR")));
    assertThat(
            new String(told.body(new Told.Shown(false, Optional.empty())), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"gift.claimed\",\"timestamp\":\"2026-12-03T10:15:30.000Z\",\"data\":"
                + "{\"environment\":\"live\",\"gift\":\"gft_1\",\"state\":\"claimed\","
                + "\"subAccount\":\"north\",\"budget\":\"bud_1\",\"recipient\":\"rcp_1\","
                + "\"value\":{\"amount\":2500,\"currency\":\"EUR\"}}}");
  }
}
