package dev.giftwarden.auth.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an account pays for.
@Schema(description = "What an account pays for")
public enum Plan {
  STANDARD("standard", Duration.ofDays(365)),
  ENTERPRISE("enterprise", Duration.ofDays(730));

  private final String text;
  private final Duration longestKeyLife;

  Plan(String text, Duration longestKeyLife) {
    this.text = text;
    this.longestKeyLife = longestKeyLife;
  }

  @JsonValue
  public String text() {
    return text;
  }

  /// @throws InvalidValue for anything but `standard` and `enterprise`
  @JsonCreator
  public static Plan of(String text) {
    return switch (text) {
      case "standard" -> STANDARD;
      case "enterprise" -> ENTERPRISE;
      default -> throw new InvalidValue("standard or enterprise");
    };
  }

  public Duration longestKeyLife() {
    return longestKeyLife;
  }

  /// Enforced mTLS is sold with `enterprise`: a standard account has no certificates to enforce.
  public boolean mayRequireCertificates() {
    return this == ENTERPRISE;
  }
}
