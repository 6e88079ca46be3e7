package dev.giftwarden.auth.client.trust;

import java.time.Instant;

/// Where a version of the API is between its first call and its last; it only goes forward.
public sealed interface VersionStanding {

  record Active() implements VersionStanding {}

  /// It works, and nothing new is granted for it.
  record Deprecated(Farewell farewell) implements VersionStanding {}

  /// Nothing of it works, for anybody.
  record Retired(Farewell farewell) implements VersionStanding {}

  /// What partners are told of a version that ends.
  ///
  /// @param deprecatedAt since when new programs should not be written against it
  /// @param sunsetAt from when on it may be gone (RFC 8594)
  /// @param successor the version to go to, by its text: a reader need not know it
  record Farewell(Instant deprecatedAt, Instant sunsetAt, String successor) {}
}
