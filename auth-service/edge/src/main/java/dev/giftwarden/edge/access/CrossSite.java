package dev.giftwarden.edge.access;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a page of another site has a browser make a call. The browser adds what proves who sits
/// before it, a client certificate, without asking; so what is proven then is not what is meant.
/// Clients that are no browsers say neither.
final class CrossSite {
  /// Typed in by a person, or a page of this very origin (Fetch Metadata, section 2.3). Another
  /// host of the same site is another party: names below a domain have many holders.
  private static final Set<String> OWN = Set.of("none", "same-origin");

  private CrossSite() {}

  /// `Origin` comes with all that could change something, from pages of ours too, of which there
  /// are none that should.
  ///
  /// @param headers by their names in any case
  static boolean says(Map<String, List<String>> headers) {
    @Nullable List<String> sites = headers.get("Sec-Fetch-Site");
    return headers.containsKey("Origin") || (sites != null && !OWN.containsAll(sites));
  }
}
