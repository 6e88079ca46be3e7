package dev.giftwarden.edge.reception;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.body.BrokenBodyException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A body that is read while it arrives: its connection hands pieces in, a thread takes them out,
/// and the connection is paused while there are enough. However large the body is, what is held of
/// it is [#ENOUGH_BYTES] and a piece.
///
/// Whoever sends may keep its reader waiting, for a thread waits with it, only so long at once and
/// only so long in all; the time in which the reader does something else does not count.
final class ArrivingBody extends InputStream {
  /// Some pieces of a connection that is fast: it goes on while its reader writes.
  static final int ENOUGH_BYTES = 64 * 1024;

  /// Where it comes from. Called from any thread.
  interface Source {
    void pause();

    void resume();
  }

  private final Source source;
  private final Duration pause;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<byte[]> pieces = new ArrayDeque<>();
  private Optional<ProblemType> broken = Optional.empty();
  private long patienceNanos;
  private int taken;
  private int held;
  private boolean paused;
  private boolean ended;

  /// @param pause how long it may keep its reader waiting at once
  /// @param patience and in all
  ArrivingBody(Source source, Duration pause, Duration patience) {
    this.source = source;
    this.pause = pause;
    this.patienceNanos = patience.toNanos();
  }

  void add(byte[] piece) {
    lock.lock();
    try {
      if (piece.length > 0 && !ended) {
        pieces.add(piece);
        held += piece.length;
        if (held >= ENOUGH_BYTES && !paused) {
          paused = true;
          source.pause();
        }
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// No more comes, and it is whole.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// No more comes, and it is not whole; nothing that is here of it is read either.
  void breakOff(ProblemType why) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        broken = Optional.of(why);
        pieces.clear();
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  int held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws BrokenBodyException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int from, int most) throws BrokenBodyException {
    Objects.checkFromIndexSize(from, most, into.length);
    if (most == 0) {
      return 0;
    }
    lock.lock();
    try {
      await();
      byte[] first = pieces.peek();
      return first == null ? -1 : take(first, into, from, most);
    } finally {
      lock.unlock();
    }
  }

  private int take(byte[] piece, byte[] into, int from, int most) {
    int length = Math.min(most, piece.length - taken);
    System.arraycopy(piece, taken, into, from, length);
    taken += length;
    held -= length;
    if (taken == piece.length) {
      pieces.remove();
      taken = 0;
    }
    if (paused && held <= ENOUGH_BYTES / 2) {
      paused = false;
      source.resume();
    }
    return length;
  }

  private void await() throws BrokenBodyException {
    long atOnce = pause.toNanos();
    while (pieces.isEmpty() && !ended) {
      long limit = Math.min(atOnce, patienceNanos);
      if (limit <= 0) {
        throw new BrokenBodyException(ProblemType.REQUEST_TIMEOUT);
      }
      long waited = limit - waitFor(limit);
      atOnce -= waited;
      patienceNanos -= waited;
    }
    if (broken.isPresent()) {
      throw new BrokenBodyException(broken.get());
    }
  }

  /// @return what is left of it
  private long waitFor(long nanos) throws BrokenBodyException {
    try {
      return changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokenBodyException(ProblemType.BUSY);
    }
  }
}
