package dev.giftwarden.auth.client.trust;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.v1.CertificateRevoked;
import dev.giftwarden.auth.v1.EpochRaised;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.certs.PeerCertificate;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What the trust feed has said so far: auth's signing keys, which epochs are over, and which
/// certificates are revoked. One thread applies updates; any number decide by it.
///
/// It must be told a snapshot first, then every change in order. It does not decide at all, and
/// says why ([#objection]), until it has a snapshot, when it has heard nothing for the staleness
/// bound, and when this machine's clock and the database's differ by more than [#MAX_CLOCK_SKEW].
public final class TrustState {
  public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(TrustState.class);

  /// What became of an update.
  public sealed interface Applied {
    /// @param number the last change that is now in force here: what to acknowledge
    record Upto(long number) implements Applied {}

    /// Of a snapshot that is not whole yet: nothing to acknowledge.
    record InPart() implements Applied {}

    /// The feed cannot be followed as it is; start it anew.
    record Broken(String why) implements Applied {}
  }

  /// What a consumer of this version says it understands.
  public static final int DIALECT = 1;

  /// Certificates that have ended are forgotten so often.
  private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

  /// The last heartbeat, by the database's clock and by our monotonic one.
  private record Heard(Instant databaseTime, long atNanos) {}

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Duration stalenessBound;
  private final SigningKeyRing keys;
  private final Epochs epochs = new Epochs();
  private final VersionStandings versions = new VersionStandings();
  private final RevokedCertificates revoked = new RevokedCertificates();
  private final Suspensions suspensions = new Suspensions();
  private final List<Runnable> onRevocation = new CopyOnWriteArrayList<>();
  private final long madeAtNanos;
  private @Nullable ArrivingSnapshot arriving;
  private long forgotAtNanos;
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
    this.keys = new SigningKeyRing(new SigningKeyCheck(roots));
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

  private Applied snapshot(TrustSnapshot part) {
    if (part.getNumber() < number) {
      return new Applied.Broken("the snapshot is older than what is known");
    }
    if (part.getPart() == 0) {
      arriving = new ArrivingSnapshot(part.getNumber());
    }
    ArrivingSnapshot whole = arriving;
    if (whole == null || !whole.takes(part)) {
      return new Applied.Broken("a part of a snapshot is missing");
    }
    if (!part.getEntriesList().stream().allMatch(this::enterAtOnce)) {
      return unreadable();
    }
    if (part.getMore()) {
      return new Applied.InPart();
    }
    arriving = null;
    whole.keys().forEach(key -> keys.add(key, clock.instant()));
    keys.retain(whole.keys());
    suspensions.retain(whole.suspensions());
    number = whole.number();
    onRevocation.forEach(Runnable::run);
    return hear(part.getDatabaseTimeUnixMs());
  }

  /// What takes trust away counts when it comes; keys, which give it, wait for the whole.
  private boolean enterAtOnce(TrustEntry entry) {
    return entry.hasSigningKey() || enter(entry);
  }

  private Applied change(long changed, TrustEntry entry) {
    if (number < 0) {
      return new Applied.Broken("a change came before the snapshot");
    }
    if (arriving != null) {
      return new Applied.Broken("a change came within a snapshot");
    }
    if (changed <= number) {
      return new Applied.Broken("a change came out of order");
    }
    if (entry.getEntryCase() == TrustEntry.EntryCase.ENTRY_NOT_SET) {
      return new Applied.Broken("a change of an unknown kind");
    }
    if (!enter(entry)) {
      return unreadable();
    }
    number = changed;
    if (entry.hasCertificateRevoked()) {
      onRevocation.forEach(Runnable::run);
    }
    return new Applied.Upto(number);
  }

  private static Applied unreadable() {
    return new Applied.Broken("a revoked certificate cannot be read, or is one too many");
  }

  private Applied heartbeat(long last, long databaseTimeUnixMs) {
    if (arriving != null) {
      return new Applied.Broken("a heartbeat came within a snapshot");
    }
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
    epochs.forget(now);
    keys.forgetEnded(clock.instant());
    forgetEnded(now, Instant.ofEpochMilli(databaseTimeUnixMs));
    return objection()
        .<Applied>map(reason -> new Applied.Broken("nothing can be decided: " + reason.text()))
        .orElseGet(() -> new Applied.Upto(number));
  }

  /// By the database's clock: what is forgotten because ours is wrong would be let in again. Behind
  /// its end by what two clocks may differ, everyone refuses it as expired.
  private void forgetEnded(long nowNanos, Instant databaseTime) {
    if (nowNanos - forgotAtNanos >= FORGET_EVERY.toNanos()) {
      forgotAtNanos = nowNanos;
      revoked.forgetEndedBefore(databaseTime.minus(MAX_CLOCK_SKEW.multipliedBy(2)));
    }
  }

  /// @return whether it can be gone on
  private boolean enter(TrustEntry entry) {
    switch (entry.getEntryCase()) {
      case SIGNING_KEY -> keys.add(entry.getSigningKey(), clock.instant());
      case EPOCH_RAISED -> enter(entry.getEpochRaised());
      case VERSION_STATE -> versions.enter(entry.getVersionState());
      case CERTIFICATE_REVOKED -> {
        return enter(entry.getCertificateRevoked());
      }
      case ENTRY_NOT_SET -> LOG.error("The trust feed names a thing this version does not know.");
    }
    return true;
  }

  /// One that is left out would be let in: then rather nobody is.
  private boolean enter(CertificateRevoked told) {
    int length = told.getSerial().size();
    if (length == 0 || length > RevokedCertificates.MAX_SERIAL_BYTES || revoked.isFull()) {
      return false;
    }
    var serial = new BigInteger(1, told.getSerial().toByteArray());
    revoked.add(serial, Instant.ofEpochMilli(told.getNotAfterUnixMs()));
    return true;
  }

  private void enter(EpochRaised raised) {
    if (Suspensions.tellsOf(raised)) {
      suspensions.enter(raised);
    } else {
      epochs.enter(raised, nanoTime.getAsLong());
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
    return keys.find(keyId, clock.instant());
  }

  /// Tokens that name this subject with a lower epoch are dead; -1 when it was not raised lately.
  public long epoch(String subject) {
    return epochs.of(subject);
  }

  /// Where a version of the API stands. It does not go stale: what is retired never comes back.
  public VersionStanding standing(ApiVersion version) {
    return versions.of(version);
  }

  /// Whether an account is suspended, as far as was heard: for what nobody has a token for. It does
  /// not go stale, so that recipients are served while there is no feed.
  public boolean isSuspended(AccountId account) {
    return suspensions.contains(account);
  }

  /// Whether whoever shows it is refused, whatever else speaks for them.
  public boolean isRevoked(X509Certificate certificate) {
    return revoked.contains(certificate.getSerialNumber());
  }

  /// As [#isRevoked(X509Certificate)].
  public boolean isRevoked(PeerCertificate certificate) {
    return isRevoked(certificate.leaf());
  }

  /// How many revoked certificates are remembered; for gauges.
  public int revokedCertificates() {
    return revoked.size();
  }

  /// Runs `act` whenever certificates may have been revoked, before the feed goes on. It must not
  /// block.
  public void onRevocation(Runnable act) {
    onRevocation.add(act);
  }

  /// The certificates that vouch for each live signing key, the signer's first: while one stands,
  /// so must its root.
  public List<List<X509Certificate>> signingKeyChains() {
    return keys.chains(clock.instant());
  }

  /// The live signing keys' ids, for tests and readiness.
  public List<String> signingKeys() {
    return keys.ids();
  }
}
