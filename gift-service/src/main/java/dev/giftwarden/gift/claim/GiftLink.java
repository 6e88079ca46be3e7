package dev.giftwarden.gift.claim;

import java.time.Instant;
import java.util.Optional;

/// A link to hand to a recipient: a bearer's secret.
///
/// @param expiresAt when nothing can be claimed by it any more
public record GiftLink(String url, Optional<Instant> expiresAt) {

  @Override
  public String toString() {
    return "GiftLink[hidden]";
  }
}
