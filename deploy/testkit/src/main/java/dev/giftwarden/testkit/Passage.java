package dev.giftwarden.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.function.Consumer;

/// What comes from one of two sockets goes to the other, unread, until both have said all or one
/// has gone away; then both are closed.
final class Passage implements AutoCloseable {
  private final Socket one;
  private final Socket other;
  private final Consumer<Passage> ended;

  /// @param ended told when both are closed, by whomever
  Passage(Socket one, Socket other, Consumer<Passage> ended) {
    this.one = one;
    this.other = other;
    this.ended = ended;
  }

  void begin() {
    Thread.ofVirtual().start(() -> copy(one, other));
    Thread.ofVirtual().start(() -> copy(other, one));
  }

  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        close();
      }
    } catch (IOException gone) {
      close();
    }
  }

  @Override
  public void close() {
    closeQuietly(one);
    closeQuietly(other);
    ended.accept(this);
  }

  static void closeQuietly(Closeable end) {
    try {
      end.close();
    } catch (IOException gone) {
      // It was to end, and has.
    }
  }
}
