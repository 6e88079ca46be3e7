package dev.giftwarden.auth.client.trust;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.v1.EpochRaised;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.TrustUpdate;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// What the trust feed has said so far: auth's signing keys, and which epochs are over. One thread
/// applies updates; any number decide by it.
///
/// It must be told a snapshot first, then every change in order. It does not decide at all, and
/// says why ([#objection]), until it has a snapshot, when it has heard nothing for the staleness
/// bound, and when this machine's clock and the database's differ by more than [#MAX_CLOCK_SKEW].
public final class TrustState {
  public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(2);

  /// Twice the life of a token: an epoch that was raised longer ago can meet no living token.
  static final Duration EPOCH_MEMORY = Duration.ofMinutes(10);

  /// A handful of replicas with two keys each are normal; more than this is a fault or an attack.
  static final int MAX_SIGNING_KEYS = 100;

  private static final Logger LOG = Logger.getLogger(TrustState.class);

  /// What became of an update.
  public sealed interface Applied {
    /// @param number the last change that is now in force here: what to acknowledge
    record Upto(long number) implements Applied {}

    /// The feed cannot be followed as it is; start it anew.
    record Broken(String why) implements Applied {}
  }

  private record LiveKey(PublicKey key, Instant notAfter) {}

  private record Epoch(long value, long raisedAtNanos) {}

  /// The last heartbeat, by the database's clock and by our monotonic one.
  private record Heard(Instant databaseTime, long atNanos) {}

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Duration stalenessBound;
  private final SigningKeyCheck check;
  private final Map<String, LiveKey> keys = new ConcurrentHashMap<>();
  private final Map<String, Epoch> epochs = new ConcurrentHashMap<>();
  private final long madeAtNanos;
  private volatile Optional<Heard> heard = Optional.empty();
  private volatile long number = -1;

  /// @param nanoTime a clock that nobody can set, such as `System::nanoTime`
  /// @param roots the certificates that vouch for auth's
  public TrustState(
      InstantSource clock,
      LongSupplier nanoTime,
      Duration stalenessBound,
      Supplier<? extends Collection<X509Certificate>> roots) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.stalenessBound = stalenessBound;
    this.check = new SigningKeyCheck(roots);
    this.madeAtNanos = nanoTime.getAsLong();
  }

  public synchronized Applied apply(TrustUpdate update) {
    return switch (update.getUpdateCase()) {
      case SNAPSHOT -> snapshot(update.getSnapshot());
      case CHANGE -> change(update.getChange().getNumber(), update.getChange().getEntry());
      case HEARTBEAT ->
          heartbeat(
              update.getHeartbeat().getNumber(), update.getHeartbeat().getDatabaseTimeUnixMs());
      case UPDATE_NOT_SET -> new Applied.Broken("an update of an unknown kind");
    };
  }

  private Applied snapshot(TrustSnapshot snapshot) {
    if (snapshot.getNumber() < number) {
      return new Applied.Broken("the snapshot is older than what is known");
    }
    Set<String> listed = new HashSet<>();
    for (TrustEntry entry : snapshot.getEntriesList()) {
      enter(entry);
      listed.add(entry.getSigningKey().getKeyId());
    }
    keys.keySet().retainAll(listed);
    number = snapshot.getNumber();
    return hear(snapshot.getDatabaseTimeUnixMs());
  }

  private Applied change(long changed, TrustEntry entry) {
    if (number < 0) {
      return new Applied.Broken("a change came before the snapshot");
    }
    if (changed <= number) {
      return new Applied.Broken("a change came out of order");
    }
    if (entry.getEntryCase() == TrustEntry.EntryCase.ENTRY_NOT_SET) {
      return new Applied.Broken("a change of an unknown kind");
    }
    enter(entry);
    number = changed;
    return new Applied.Upto(number);
  }

  private Applied heartbeat(long last, long databaseTimeUnixMs) {
    if (last != number) {
      return new Applied.Broken("the feed is at " + last + " and this is at " + number);
    }
    return hear(databaseTimeUnixMs);
  }

  /// Signing keys that came while this clock was off may have been refused as expired or not yet
  /// valid: then the feed starts anew, with a snapshot, until the clock is right.
  private Applied hear(long databaseTimeUnixMs) {
    long now = nanoTime.getAsLong();
    heard = Optional.of(new Heard(Instant.ofEpochMilli(databaseTimeUnixMs), now));
    epochs.values().removeIf(epoch -> now - epoch.raisedAtNanos > EPOCH_MEMORY.toNanos());
    Instant wall = clock.instant();
    keys.values().removeIf(key -> !wall.isBefore(key.notAfter));
    return objection()
        .<Applied>map(reason -> new Applied.Broken("nothing can be decided: " + reason.text()))
        .orElseGet(() -> new Applied.Upto(number));
  }

  private void enter(TrustEntry entry) {
    switch (entry.getEntryCase()) {
      case SIGNING_KEY -> enter(entry.getSigningKey());
      case EPOCH_RAISED -> enter(entry.getEpochRaised());
      case ENTRY_NOT_SET -> LOG.error("The trust feed names a thing this version does not know.");
    }
  }

  /// Epochs only rise, whatever order they come in.
  private void enter(EpochRaised raised) {
    var epoch = new Epoch(raised.getEpoch(), nanoTime.getAsLong());
    epochs.merge(raised.getSubject(), epoch, (old, now) -> old.value > now.value ? old : now);
  }

  /// A key that cannot be verified is left out and the feed goes on: otherwise a bad row would stop
  /// every service. The first key of an id stays, so that none can be slipped in under a known id.
  private void enter(SigningKey stated) {
    if (keys.size() >= MAX_SIGNING_KEYS) {
      LOG.errorf("Signing key %s is one too many; not trusted.", stated.getKeyId());
      return;
    }
    switch (check.check(stated, clock.instant())) {
      case SigningKeyCheck.Accepted(PublicKey key, Instant notAfter) -> {
        var live = keys.putIfAbsent(stated.getKeyId(), new LiveKey(key, notAfter));
        if (live != null && !live.key.equals(key)) {
          LOG.errorf("Signing key %s came twice with two values; kept.", stated.getKeyId());
        }
      }
      case SigningKeyCheck.Refused(String why) ->
          LOG.errorf("Signing key %s is not trusted: %s.", stated.getKeyId(), why);
    }
  }

  /// Why nothing may be decided now; empty when it may.
  ///
  /// The wall clock is compared with the database's at every call, not only when a heartbeat comes:
  /// it may have been set since. The age is measured by the clock that nobody can set.
  public Optional<Refusal> objection() {
    Optional<Heard> last = heard;
    if (last.isEmpty()) {
      return Optional.of(Refusal.TRUST_STALE);
    }
    Duration age = Duration.ofNanos(nanoTime.getAsLong() - last.get().atNanos);
    if (age.compareTo(stalenessBound) > 0) {
      return Optional.of(Refusal.TRUST_STALE);
    }
    Instant databaseTime = last.get().databaseTime.plus(age);
    Duration skew = Duration.between(databaseTime, clock.instant()).abs();
    return skew.compareTo(MAX_CLOCK_SKEW) > 0 ? Optional.of(Refusal.CLOCK_SKEW) : Optional.empty();
  }

  /// How long nothing was heard: since the last heartbeat or, before the first one, since this was
  /// made. It only informs; [#objection] decides.
  public Duration silence() {
    long since = heard.map(Heard::atNanos).orElse(madeAtNanos);
    return Duration.ofNanos(nanoTime.getAsLong() - since);
  }

  /// The live key of this id. A key that ended is not returned, nor is one that left the feed.
  public Optional<PublicKey> signingKey(String keyId) {
    return Optional.ofNullable(keys.get(keyId))
        .filter(key -> clock.instant().isBefore(key.notAfter))
        .map(LiveKey::key);
  }

  /// Tokens that name this subject with a lower epoch are dead; -1 when it was not raised lately.
  public long epoch(String subject) {
    Epoch epoch = epochs.get(subject);
    return epoch == null ? -1 : epoch.value;
  }

  /// The live signing keys' ids, for tests and readiness.
  public List<String> signingKeys() {
    return keys.keySet().stream().sorted().toList();
  }
}
