package dev.giftwarden.auth.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Whether an account's calls must come over a connection that proves one of its certificates. The
/// policy stands above every key.
@Schema(description = "Whether the calls of an account take a certificate")
public enum MtlsPolicy {
  REQUIRED("required"),
  OPTIONAL("optional");

  private final String text;

  MtlsPolicy(String text) {
    this.text = text;
  }

  @JsonValue
  public String text() {
    return text;
  }

  /// @throws InvalidValue for anything but `required` and `optional`
  @JsonCreator
  public static MtlsPolicy of(String text) {
    return switch (text) {
      case "required" -> REQUIRED;
      case "optional" -> OPTIONAL;
      default -> throw new InvalidValue("required or optional");
    };
  }
}
