package dev.giftwarden.auth.revocation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Why a certificate is dead before its end, in the words of RFC 5280, section 5.3.1. Nothing is on
/// hold here, and no certificate of an attribute is issued.
@Schema(description = "Why, in the words of RFC 5280, section 5.3.1")
public enum RevocationReason {
  UNSPECIFIED("unspecified"),
  KEY_COMPROMISE("keyCompromise"),
  CA_COMPROMISE("cACompromise"),
  AFFILIATION_CHANGED("affiliationChanged"),
  SUPERSEDED("superseded"),
  CESSATION_OF_OPERATION("cessationOfOperation"),
  PRIVILEGE_WITHDRAWN("privilegeWithdrawn");

  private final String text;

  RevocationReason(String text) {
    this.text = text;
  }

  @JsonValue
  public String text() {
    return text;
  }

  /// Whoever had the key may have got the certificates that were renewed with it.
  boolean reachesSuccessors() {
    return this == KEY_COMPROMISE || this == CA_COMPROMISE;
  }

  /// @throws InvalidValue for anything else
  @JsonCreator
  public static RevocationReason of(String text) {
    return Arrays.stream(values())
        .filter(reason -> reason.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new InvalidValue("a reason of RFC 5280, such as keyCompromise"));
  }
}
