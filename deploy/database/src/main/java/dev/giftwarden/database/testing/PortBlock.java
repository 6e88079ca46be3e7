package dev.giftwarden.database.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Blocks of ports that are this process's while it lives: tests of several modules, or of several
/// builds, start their services at the same time, and a port that is free for one is free for all.
/// A lock on a file holds a block, so whoever is killed gives theirs back.
final class PortBlock {
  private static final int FIRST = 15_000;
  private static final int SIZE = 50;
  private static final int BLOCKS = 340;
  private static final Path LOCKS =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "giftwarden-ports-" + System.getProperty("user.name"));

  /// Never released: the system does so when the process ends.
  private static final List<FileLock> HELD = new ArrayList<>();

  private static int next;
  private static int end;

  private PortBlock() {}

  /// Each port once, until the process ends.
  static synchronized int next() throws IOException {
    if (next == end) {
      next = FIRST + SIZE * claim();
      end = next + SIZE;
    }
    return next++;
  }

  private static int claim() throws IOException {
    Files.createDirectories(LOCKS);
    int start = ThreadLocalRandom.current().nextInt(BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      int block = (start + i) % BLOCKS;
      if (claims(LOCKS.resolve(Integer.toString(block)))) {
        return block;
      }
    }
    throw new IllegalStateException("every block of ports is taken: " + LOCKS);
  }

  // Not closed where this process has the block: to close any channel of a file ends every lock
  // that the process has on it.
  private static boolean claims(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return false;
      }
      HELD.add(lock);
      return true;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }
}
