package dev.giftwarden.certs.csr;

import java.util.ArrayDeque;

/// Looks at DER before any parser does: parsers call themselves for every level of what they are
/// sent, and 16 KB can hold eight thousand levels.
final class Der {
  /// The deepest place of a request that tools make is the seventh.
  private static final int MOST_LEVELS = 16;

  private static final int CONSTRUCTED = 0x20;
  private static final int LONG_TAG = 0x1F;
  private static final int LONG_LENGTH = 0x80;
  private static final int MOST_LENGTH_BYTES = 3;

  private final byte[] bytes;
  private int at;

  private Der(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Whether it is one value and not a byte more, of short tags, definite lengths in their shortest
  /// form, and few levels.
  static boolean isPlain(byte[] bytes) {
    return new Der(bytes).isWalkable();
  }

  private boolean isWalkable() {
    var ends = new ArrayDeque<Integer>();
    int limit = bytes.length;
    do {
      if (limit - at < 2) {
        return false;
      }
      int tag = bytes[at++] & 0xFF;
      int end = end(limit);
      if ((tag & LONG_TAG) == LONG_TAG || end < 0) {
        return false;
      }
      if ((tag & CONSTRUCTED) == 0) {
        at = end;
      } else if (ends.size() == MOST_LEVELS) {
        return false;
      } else {
        ends.push(limit);
        limit = end;
      }
      while (at == limit && !ends.isEmpty()) {
        limit = ends.pop();
      }
    } while (!ends.isEmpty());
    return at == bytes.length;
  }

  /// Where the value ends whose length stands here; -1 if that is no length, or beyond its holder.
  private int end(int limit) {
    int first = bytes[at++] & 0xFF;
    int length = first;
    if (first >= LONG_LENGTH) {
      int octets = first - LONG_LENGTH;
      if (octets == 0 || octets > MOST_LENGTH_BYTES || limit - at < octets) {
        return -1;
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (bytes[at++] & 0xFF);
      }
      if (length < LONG_LENGTH || length >> (8 * (octets - 1)) == 0) {
        return -1;
      }
    }
    return length <= limit - at ? at + length : -1;
  }
}
