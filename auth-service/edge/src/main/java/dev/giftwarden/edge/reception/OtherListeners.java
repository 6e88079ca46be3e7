package dev.giftwarden.edge.reception;

import java.util.Set;

/// What other listeners of the process are called, whose names stand in the same certificate: the
/// public API does not answer to them.
///
/// @param hosts in lower case
public record OtherListeners(Set<String> hosts) {
  public static final OtherListeners NONE = new OtherListeners(Set.of());

  public OtherListeners {
    hosts = Set.copyOf(hosts);
  }
}
