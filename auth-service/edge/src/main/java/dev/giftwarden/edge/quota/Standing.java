package dev.giftwarden.edge.quota;

/// Where a caller stands with one quota, for the headers of `draft-ietf-httpapi-ratelimit-headers`.
///
/// @param quota calls in a window, at this replica
/// @param left of them
/// @param resetSeconds until the next window, at least 1
record Standing(String policy, long quota, long windowSeconds, long left, long resetSeconds) {
  /// `"account";q=100;w=60`
  String policyItem() {
    return "\"" + policy + "\";q=" + quota + ";w=" + windowSeconds;
  }

  /// `"account";r=50;t=30`
  String standingItem() {
    return "\"" + policy + "\";r=" + left + ";t=" + resetSeconds;
  }
}
