package dev.giftwarden.edge.idempotency;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/// What a request says, as bytes: a tag that names its form, then its parts in a fixed order, each
/// behind its length (u32, big endian); a part that is not there has the length 0xffffffff. Two
/// requests have the same bytes exactly when they ask for the same. Golden vectors:
/// `src/test/python/canonical_request.py`.
public final class CanonicalRequest {

  private static final int ABSENT = 0xffff_ffff;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  public CanonicalRequest(String tag) {
    text(tag);
  }

  public CanonicalRequest text(String part) {
    return bytes(part.getBytes(StandardCharsets.UTF_8));
  }

  public CanonicalRequest text(Optional<String> part) {
    if (part.isPresent()) {
      return text(part.get());
    }
    written.writeBytes(u32(ABSENT));
    return this;
  }

  /// Eight bytes, big endian.
  public CanonicalRequest number(long part) {
    return bytes(ByteBuffer.allocate(Long.BYTES).putLong(part).array());
  }

  public CanonicalRequest number(Optional<Long> part) {
    if (part.isPresent()) {
      return number(part.get());
    }
    written.writeBytes(u32(ABSENT));
    return this;
  }

  /// A request that is a part of this one.
  public CanonicalRequest part(CanonicalRequest request) {
    return bytes(request.toBytes());
  }

  /// A set: how many there are, and then each, in the order of Java's strings.
  public CanonicalRequest texts(Collection<String> parts) {
    number(parts.size());
    parts.stream().sorted().forEach(this::text);
    return this;
  }

  CanonicalRequest bytes(byte[] part) {
    written.writeBytes(u32(part.length));
    written.writeBytes(part);
    return this;
  }

  public byte[] toBytes() {
    return written.toByteArray();
  }

  private static byte[] u32(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
