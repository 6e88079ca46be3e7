package dev.giftwarden.gift.webhook;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.SealException;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What events of one endpoint are signed with, and its receiver checks them by (Standard
/// Webhooks): 256 bits that cannot be printed, but once to whoever made them.
public final class WebhookSecret {

  private static final String PREFIX = "whsec_";
  private static final String WRAPPED = "giftwarden/webhook-secret/v1";
  private static final int BYTES = 32;

  private final byte[] bytes;

  /// @param bytes 24 to 64, as Standard Webhooks has it; ours are 32
  public WebhookSecret(byte[] bytes) {
    if (bytes.length < 24 || bytes.length > 64) {
      throw new IllegalArgumentException("24 to 64 bytes");
    }
    this.bytes = bytes.clone();
  }

  public static WebhookSecret next(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new WebhookSecret(bytes);
  }

  /// As receivers' libraries take it.
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /// As it may be stored: it opens for this webhook of this tenant alone.
  public WrappedKey wrap(Keys keys, TenantScope owner, WebhookId id) {
    return keys.wrap(bytes, about(owner, id));
  }

  /// @throws SealException if its key is not there, or it is another's
  public static WebhookSecret unwrap(
      Keys keys, TenantScope owner, WebhookId id, WrappedKey wrapped) {
    return new WebhookSecret(keys.unwrap(wrapped, about(owner, id)));
  }

  private static CanonicalRequest about(TenantScope owner, WebhookId id) {
    return new CanonicalRequest(WRAPPED)
        .text(owner.account().value())
        .text(owner.environment().text())
        .text(id.value());
  }

  /// `v1,` and the HMAC-SHA-256 of what is signed, in base64.
  public String sign(byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "WebhookSecret[hidden]";
  }
}
