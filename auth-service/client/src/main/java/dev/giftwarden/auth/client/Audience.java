package dev.giftwarden.auth.client;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Arrays;
import java.util.Optional;

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

  /// What it is called as a resource (RFC 8707): the same in every installation, wherever it is.
  public String resource() {
    return "https://" + text + ".giftwarden.example";
  }

  public static Optional<Audience> find(String text) {
    return Arrays.stream(values()).filter(audience -> audience.text.equals(text)).findFirst();
  }

  /// @param resource [#resource], or the same with the `/` that URL libraries put behind a host
  public static Optional<Audience> ofResource(String resource) {
    String name = resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
    return Arrays.stream(values()).filter(audience -> audience.resource().equals(name)).findFirst();
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
