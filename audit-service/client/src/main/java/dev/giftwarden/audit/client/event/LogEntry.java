package dev.giftwarden.audit.client.event;

import dev.giftwarden.audit.client.tree.Hash;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What everybody sees of an event: `0x01 ‖ u64 unix milliseconds ‖ HMAC-SHA-256(salt, event)`.
///
/// The salt, random for each event and kept beside it, is what lets an event be erased: without it
/// nobody can confirm a guess of what the entry stood for, and the tree over the entries still
/// verifies.
public final class LogEntry {
  /// In bytes.
  public static final int LENGTH = 41;

  /// In bytes.
  public static final int SALT_LENGTH = 32;

  private static final byte VERSION = 1;
  private static final String MAC = "HmacSHA256";

  private final byte[] bytes;

  private LogEntry(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The entry of an event.
  ///
  /// @param salt 32 random bytes, used for this event only
  public static LogEntry of(byte[] salt, RecordedEvent recorded) {
    return new LogEntry(
        ByteBuffer.allocate(LENGTH)
            .put(VERSION)
            .putLong(recorded.event().time().toEpochMilli())
            .put(commitment(salt, EventCodec.encode(recorded)))
            .array());
  }

  /// An entry that was made before.
  ///
  /// @throws IllegalArgumentException for anything but 41 bytes of version 1 with a time from 1970
  ///   on
  public static LogEntry parse(byte[] bytes) {
    if (bytes.length != LENGTH || bytes[0] != VERSION || bytes[1] < 0) {
      throw new IllegalArgumentException("not an entry of version 1");
    }
    return new LogEntry(bytes.clone());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /// Whether this entry stands for exactly that event.
  public boolean opensTo(byte[] salt, RecordedEvent recorded) {
    return MessageDigest.isEqual(bytes, of(salt, recorded).bytes);
  }

  public Hash leafHash() {
    return Hash.ofLeaf(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogEntry that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  private static byte[] commitment(byte[] salt, byte[] event) {
    if (salt.length != SALT_LENGTH) {
      throw new IllegalArgumentException("salt is not 32 bytes");
    }
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(salt, MAC));
      return mac.doFinal(event);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has HmacSHA256", missing);
    }
  }
}
