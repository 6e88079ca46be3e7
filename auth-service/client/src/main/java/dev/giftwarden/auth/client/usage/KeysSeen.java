package dev.giftwarden.auth.client.usage;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.certs.PeerCertificate;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// For what, when and from where each key was last used at this process, for what it was used at
/// all, and how often it was refused: the one never changes the other.
public final class KeysSeen {
  /// A token ends with its five minutes and with every change of what it was issued for, and a key
  /// that calls too often is the right key: such says nothing about the key.
  private static final Set<Refusal> NO_FAILURE =
      EnumSet.of(Refusal.TOKEN_EXPIRED, Refusal.TOKEN_EPOCH, Refusal.TOKEN_REVOKED, Refusal.RATE);

  /// That a route is used matters for weeks, and when it last was to the hour.
  static final Duration ROUTE_PAUSE = Duration.ofMinutes(5);

  private final Latest<KeyId, Use> uses;
  private final Latest<KeyRoute, RouteUse> routes;
  private final Latest<KeyId, Failures> failures;
  private final InstantSource clock;

  /// @param route with its method, as the access table has it: `POST /v2/gifts`
  /// @param certificate the serial of the one on the connection
  public record Use(
      KeyId key, Instant at, String route, InetAddress from, Optional<String> certificate) {}

  /// @param route as in [Use]
  public record RouteUse(KeyId key, String route, Instant at) {}

  private record KeyRoute(KeyId key, String route) {}

  /// @param count at least one
  public record Failures(KeyId key, long count, Instant lastAt) {
    private Failures and(Failures later) {
      return new Failures(key, count + later.count, later.lastAt);
    }
  }

  public record Taken(List<Use> uses, List<Failures> failures, List<RouteUse> routes) {
    public static final Taken NOTHING = new Taken(List.of(), List.of(), List.of());

    public boolean isEmpty() {
      return size() == 0;
    }

    /// Of the kind of which there are more.
    public int size() {
      return Math.max(routes.size(), Math.max(uses.size(), failures.size()));
    }
  }

  public KeysSeen(InstantSource clock) {
    this.uses = new Latest<>(clock, (_, later) -> later);
    this.routes = new Latest<>(clock, ROUTE_PAUSE, (_, later) -> later);
    this.failures = new Latest<>(clock, Failures::and);
    this.clock = clock;
  }

  /// A call that was let in, by a key or a token of it; of others there is nothing to note.
  public void used(Subject subject, String route, Origin origin) {
    if (subject instanceof Subject.Key(KeyId key)) {
      var certificate = origin.certificate().map(PeerCertificate::serial);
      var now = clock.instant();
      uses.put(key, new Use(key, now, route, origin.address(), certificate));
      routes.put(new KeyRoute(key, route), new RouteUse(key, route, now));
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
    return new Taken(uses.take(most, last), failures.take(most, last), routes.take(most, last));
  }
}
