package dev.giftwarden.auth.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How a certificate stands. Revoked is revoked, also after its end.
@Schema(description = "How a certificate stands")
public enum CertificateState {
  VALID,
  EXPIRED,
  REVOKED;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws InvalidValue for anything else
  @JsonCreator
  public static CertificateState of(String text) {
    return switch (text) {
      case "valid" -> VALID;
      case "expired" -> EXPIRED;
      case "revoked" -> REVOKED;
      default -> throw new InvalidValue("valid, expired or revoked");
    };
  }
}
