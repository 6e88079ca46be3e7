package dev.giftwarden.auth.client.usage;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.certs.PeerCertificate;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// For what, when and from where each key was last used at this process, and how often it was
/// refused: the one never changes the other.
public final class KeysSeen {
  /// A token ends with its five minutes and with every change of what it was issued for, and a key
  /// that calls too often is the right key: such says nothing about the key.
  private static final Set<Refusal> NO_FAILURE =
      EnumSet.of(Refusal.TOKEN_EXPIRED, Refusal.TOKEN_EPOCH, Refusal.TOKEN_REVOKED, Refusal.RATE);

  private final Latest<KeyId, Use> uses;
  private final Latest<KeyId, Failures> failures;
  private final InstantSource clock;

  /// @param route with its method, as the access table has it: `POST /v2/gifts`
  /// @param certificate the serial of the one on the connection
  public record Use(
      KeyId key, Instant at, String route, InetAddress from, Optional<String> certificate) {}

  /// @param count at least one
  public record Failures(KeyId key, long count, Instant lastAt) {
    private Failures and(Failures later) {
      return new Failures(key, count + later.count, later.lastAt);
    }
  }

  public record Taken(List<Use> uses, List<Failures> failures) {
    public boolean isEmpty() {
      return uses.isEmpty() && failures.isEmpty();
    }
  }

  public KeysSeen(InstantSource clock) {
    this.uses = new Latest<>(clock, (_, later) -> later);
    this.failures = new Latest<>(clock, Failures::and);
    this.clock = clock;
  }

  /// A call that was let in, by a key or a token of it; of others there is nothing to note.
  public void used(Subject subject, String route, Origin origin) {
    if (subject instanceof Subject.Key(KeyId key)) {
      var certificate = origin.certificate().map(PeerCertificate::serial);
      uses.put(key, new Use(key, clock.instant(), route, origin.address(), certificate));
    }
  }

  /// A call that was refused although its key was the right one, or its token good once.
  public void refused(Subject subject, Refusal reason) {
    if (subject instanceof Subject.Key(KeyId key)
        && reason.publicFace().status() < 500
        && !NO_FAILURE.contains(reason)) {
      failed(key, clock.instant());
    }
  }

  public void failed(KeyId key, Instant at) {
    failures.put(key, new Failures(key, 1, at));
  }

  /// Takes away at most so many of each.
  ///
  /// @param last whatever there is, for a process that ends; otherwise what is due
  public Taken take(int most, boolean last) {
    return new Taken(uses.take(most, last), failures.take(most, last));
  }
}
