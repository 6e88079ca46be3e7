package dev.giftwarden.auth.limit;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;

/// Guessing at keys, wherever they are shown: it slows down the network that guesses, and no other.
/// What finds no turn there is recorded as a stranger's, counted where they are many, and is in the
/// metrics.
@ApplicationScoped
public class Guesses {
  private final Failures<Source> shown;
  private final Failures<Source> relayed;
  private final Recorder recorder;
  private final GuessCounts counts;

  @Inject
  Guesses(Recorder recorder, GuessCounts counts, InstantSource clock) {
    this(recorder, counts, clock, Thread::sleep);
  }

  Guesses(Recorder recorder, GuessCounts counts, InstantSource clock, Failures.Pause pause) {
    this.shown = new Failures<>(clock, pause);
    this.relayed = new Failures<>(clock, pause);
    this.recorder = recorder;
    this.counts = counts;
  }

  /// Where a key came from.
  ///
  /// @param relay the service that says so: what another says of the same network does not count
  ///   here. Empty: it was shown to us
  public record Source(Optional<SpiffeId.Service> relay, SourceNetwork network) {
    public static Source of(Origin origin) {
      return new Source(Optional.empty(), SourceNetwork.of(origin.address()));
    }
  }

  /// Returns when a key from there can be looked at.
  ///
  /// @param origin of whoever holds it, as far as that is known
  /// @param action as the log calls it
  /// @return false, and recorded, if it has no turn
  public boolean admits(Source source, PresentedKey key, Origin origin, String action) {
    var turn = failures(source).await(source, key.digest());
    counts.had(turn);
    if (turn == Failures.Turn.NONE) {
      var bare = new Origin(Optional.empty(), origin.address(), origin.requestId());
      recorder.strangerRefused(Recorder.begin(bare, action), Refusal.RATE);
      return false;
    }
    return true;
  }

  /// What became of it. That we are busy, or that its holder asks too much, is no guess.
  ///
  /// @param refusal empty: it was what it should be
  public void concluded(Source source, PresentedKey key, Optional<Refusal> refusal) {
    if (refusal.isEmpty()) {
      failures(source).right(source, key.digest());
    } else if (isFailure(refusal.get())) {
      failures(source).wrong(source, key.digest());
    }
  }

  private static boolean isFailure(Refusal reason) {
    int status = reason.publicFace().status();
    return status < 500 && status != 429;
  }

  private Failures<Source> failures(Source source) {
    return source.relay().isEmpty() ? shown : relayed;
  }
}
