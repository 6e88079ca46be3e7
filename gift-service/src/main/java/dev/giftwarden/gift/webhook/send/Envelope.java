package dev.giftwarden.gift.webhook.send;

import dev.giftwarden.gift.id.MessageId;
import dev.giftwarden.gift.webhook.WebhookSecret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A message as it goes over the line: what Standard Webhooks has beside the body. A receiver
/// computes the signature over id, time and body, and refuses a time more than five minutes off, so
/// that nobody sends again later what was sent once.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(Map<String, String> headers, byte[] body) {

  Envelope {
    headers = Map.copyOf(headers);
  }

  /// @param secrets one signature by each, with a space between
  static Envelope of(MessageId id, Instant now, List<WebhookSecret> secrets, byte[] body) {
    String time = Long.toString(now.getEpochSecond());
    byte[] signed = signed(id.value(), time, body);
    var headers = new LinkedHashMap<String, String>();
    headers.put("webhook-id", id.value());
    headers.put("webhook-timestamp", time);
    headers.put(
        "webhook-signature",
        secrets.stream().map(secret -> secret.sign(signed)).collect(Collectors.joining(" ")));
    return new Envelope(headers, body);
  }

  /// `id.time.body`
  static byte[] signed(String id, String time, byte[] body) {
    var signed = new ByteArrayOutputStream();
    signed.writeBytes((id + "." + time + ".").getBytes(StandardCharsets.US_ASCII));
    signed.writeBytes(body);
    return signed.toByteArray();
  }
}
