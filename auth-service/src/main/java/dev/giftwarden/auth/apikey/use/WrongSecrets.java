package dev.giftwarden.auth.apikey.use;

import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.usage.KeysSeen;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Keys that were refused because nobody has made them, until somebody looks which of them have the
/// id of one that exists. Whoever is refused waits as long for the one as for the other: both are
/// put down here alike, and told apart later.
@ApplicationScoped
public class WrongSecrets {
  /// Half a MB. What comes beyond between two looks is not counted: a flood costs this and no more.
  private static final int MOST = 10_000;

  private final BlockingQueue<Attempt> attempts = new ArrayBlockingQueue<>(MOST);
  private final InstantSource clock;

  private record Attempt(KeyId id, boolean exists, Instant at) {}

  WrongSecrets(InstantSource clock) {
    this.clock = clock;
  }

  /// @param exists whether there is a key of that id
  public void note(KeyId id, boolean exists) {
    var _ = attempts.offer(new Attempt(id, exists, clock.instant()));
  }

  /// Tells of those that exist, each once.
  void tell(KeysSeen seen) {
    var noted = new ArrayList<Attempt>();
    attempts.drainTo(noted, MOST);
    noted.stream().filter(Attempt::exists).forEach(each -> seen.failed(each.id(), each.at()));
  }
}
