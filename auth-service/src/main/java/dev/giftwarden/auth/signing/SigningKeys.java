package dev.giftwarden.auth.signing;

import dev.giftwarden.auth.v1.SigningKey;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The keys with which this process signs tokens. They are made in memory and end with it; what is
/// published is the public half, vouched for by this service's certificate. A new key signs only
/// after every live feed has it, so no verifier ever meets a token whose key it does not know.
public final class SigningKeys {
  /// Short enough that a key taken from memory is soon worth nothing.
  static final Duration SIGNS_FOR = Duration.ofHours(1);

  /// The successor is published this long before the end, and the last token outlives no key.
  static final Duration OVERLAP = Duration.ofMinutes(15);

  private static final Logger LOG = Logger.getLogger(SigningKeys.class);

  /// The table of the feed, as far as signing keys need it.
  public interface Feed {
    /// @return the number of the publication
    long publish(SigningKey key);

    /// Whether every live feed has come as far as `number`, or has passed the staleness bound.
    boolean isAcknowledged(long number);
  }

  /// Makes a key and the statement that vouches for its public half.
  public interface Maker {
    Made make(Instant notAfter);

    /// When the certificate that vouches ends; no key may end later.
    Instant certificateEnd();
  }

  public record Made(KeyPair pair, SigningKey statement) {}

  /// A key that may sign now.
  public record Signer(String keyId, PrivateKey key, Instant notAfter) {
    /// A private key is never printed.
    @Override
    public String toString() {
      return "Signer[" + keyId + " until " + notAfter + "]";
    }
  }

  private record Candidate(Signer signer, long number) {}

  private final Feed feed;
  private final Maker maker;
  private final InstantSource clock;
  private volatile @Nullable Signer active;
  private volatile @Nullable Candidate next;

  public SigningKeys(Feed feed, Maker maker, InstantSource clock) {
    this.feed = feed;
    this.maker = maker;
    this.clock = clock;
  }

  /// Empty until the first key is acknowledged, and again when the last has ended.
  public Optional<Signer> current() {
    var key = active;
    return key != null && clock.instant().isBefore(key.notAfter())
        ? Optional.of(key)
        : Optional.empty();
  }

  /// What [#current] waits for while it is empty, for people. A snapshot: it only informs.
  public String waitsFor() {
    if (!latestEnd().isAfter(clock.instant())) {
      return "a certificate that has not ended, to vouch for a key";
    }
    var candidate = next;
    return candidate == null
        ? "the publication of a key"
        : "every live feed to acknowledge change " + candidate.number();
  }

  /// Publishes the successor in time, and lets it sign as soon as it may. Called from one thread,
  /// about once a second.
  public void upkeep() {
    if (next == null && isSuccessorDue()) {
      next = publish();
    }
    var candidate = next;
    if (candidate != null && feed.isAcknowledged(candidate.number())) {
      LOG.infof("Signing with %s", candidate.signer());
      active = candidate.signer();
      next = null;
    }
  }

  private boolean isSuccessorDue() {
    var now = clock.instant();
    var current = active;
    return current == null
        ? latestEnd().isAfter(now)
        : !now.isBefore(current.notAfter().minus(OVERLAP))
            && latestEnd().isAfter(current.notAfter());
  }

  private Instant latestEnd() {
    var wanted = clock.instant().plus(SIGNS_FOR).plus(OVERLAP);
    var possible = maker.certificateEnd();
    return possible.isBefore(wanted) ? possible : wanted;
  }

  private Candidate publish() {
    var made = maker.make(latestEnd());
    var statement = made.statement();
    var signer =
        new Signer(
            statement.getKeyId(),
            made.pair().getPrivate(),
            Instant.ofEpochMilli(statement.getNotAfterUnixMs()));
    return new Candidate(signer, feed.publish(statement));
  }
}
