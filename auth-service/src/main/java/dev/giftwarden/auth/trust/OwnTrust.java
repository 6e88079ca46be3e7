package dev.giftwarden.auth.trust;

import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.trust.TrustState.Applied;
import dev.giftwarden.auth.v1.TrustUpdate;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// This replica as a consumer of its own feed: auth verifies tokens by what it tells the others,
/// and is waited for like them before a new key signs.
final class OwnTrust {
  private static final Logger LOG = Logger.getLogger(OwnTrust.class);

  private final TrustFeed feed;
  private final TrustState state;
  private final LongConsumer news;
  private final String name;
  private TrustFeed.@Nullable Subscription subscription;

  /// @param news told the number of the last change that is in force here
  /// @param name unique among all consumers
  OwnTrust(TrustFeed feed, TrustState state, LongConsumer news, String name) {
    this.feed = feed;
    this.state = state;
    this.news = news;
    this.name = name;
  }

  /// Subscribes unless a subscription lives, which may have ended with the very snapshot that it
  /// began with. Called by the loop's thread, which is also the one that tells.
  void follow() {
    if (subscription == null || !subscription.isLive()) {
      subscription = feed.subscribe(name, TrustState.DIALECT, this::apply);
    }
  }

  private void apply(TrustFeed.Subscription self, TrustUpdate update) {
    switch (state.apply(update)) {
      case Applied.Upto(long number) -> {
        news.accept(number);
        self.acknowledge(number);
      }
      case Applied.InPart _ -> LOG.debug("A part of a snapshot has come.");
      case Applied.Broken(String why) -> {
        LOG.errorf("The trust feed has to start anew here: %s", why);
        self.end();
      }
    }
  }
}
