package dev.giftwarden.auth.client;

import dev.giftwarden.auth.client.id.InvalidValue;

/// The service a token is for; it is good at no other.
public enum Audience {
  AUTH("auth"),
  GIFT("gift"),
  AUDIT("audit");

  private final String text;

  Audience(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /// @throws InvalidValue for anything but `auth`, `gift` and `audit`
  public static Audience of(String text) {
    return switch (text) {
      case "auth" -> AUTH;
      case "gift" -> GIFT;
      case "audit" -> AUDIT;
      default -> throw new InvalidValue("not an audience: auth, gift or audit");
    };
  }
}
