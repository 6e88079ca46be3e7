package dev.giftwarden.auth.client.route;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A route as its service's access table has it, and **the one rule** by which it lets a partner
/// in: the caller filter decides each call by it, and what is said of a key beforehand is decided
/// by it too.
///
/// @param text method and path template: `GET /v1/gifts/{id}`
/// @param anyOf the scopes that open it, where scopes do
/// @param versioned whether the version in its path has to be granted
/// @param showsPeople whether its answers say who somebody is, masked or not
public record ServedRoute(
    String text, Door door, Set<Scope> anyOf, boolean versioned, boolean showsPeople) {
  private static final int MAX_LENGTH = 200;

  private static final Pattern FORM =
      Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (/[A-Za-z0-9_.-]+|/\\{[A-Za-z]+})+");

  /// @throws InvalidValue if it is not a method and a path template
  public ServedRoute {
    if (!isForm(text)) {
      throw new InvalidValue("a method and a path template");
    }
    anyOf = Set.copyOf(anyOf);
  }

  /// Whether it is a method and a path template.
  public static boolean isForm(String text) {
    return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
  }

  /// What a key or a token is to a route.
  public enum Door {
    /// Nobody needs one.
    ANYBODY,
    /// It is let through unread, and the route checks credentials of another kind.
    ITSELF,
    /// It has to hold one of the route's scopes.
    SCOPES,
    /// None opens it.
    OPERATORS
  }

  /// Empty for a path of no version, and of one that this release does not know.
  public Optional<ApiVersion> version() {
    return ApiVersion.ofPath(text.substring(text.indexOf(' ') + 1));
  }

  /// Why a partner whose credential is good is not let in; empty: it is. The version that is called
  /// has to be granted twice: by the certificate on the connection, where there is one, and by the
  /// key within its client.
  ///
  /// @param versions of the key within its client
  /// @param ofCertificate empty: no certificate, or one that grants all
  public Optional<Refusal> objection(
      Set<Scope> scopes, Set<ApiVersion> versions, Optional<Set<ApiVersion>> ofCertificate) {
    return switch (door) {
      case ANYBODY, ITSELF -> Optional.empty();
      case OPERATORS -> Optional.of(Refusal.KIND_OF_CALLER);
      case SCOPES ->
          versionObjection(versions, ofCertificate)
              .or(() ->
                  anyOf.stream().anyMatch(scopes::contains)
                      ? Optional.empty()
                      : Optional.of(Refusal.SCOPE));
    };
  }

  private Optional<Refusal> versionObjection(
      Set<ApiVersion> versions, Optional<Set<ApiVersion>> ofCertificate) {
    if (!versioned) {
      return Optional.empty();
    }
    if (ofCertificate.filter(some -> !grants(some)).isPresent()) {
      return Optional.of(Refusal.VERSION_OF_CERTIFICATE);
    }
    return grants(versions) ? Optional.empty() : Optional.of(Refusal.VERSION);
  }

  private boolean grants(Set<ApiVersion> some) {
    return version().filter(some::contains).isPresent();
  }
}
