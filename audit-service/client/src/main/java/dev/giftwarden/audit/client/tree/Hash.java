package dev.giftwarden.audit.client.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256 of the tree. Leaves and inner nodes hash under different first bytes (RFC 6962, 2.1),
/// so that none can pass as the other.
public final class Hash {
  /// In bytes.
  public static final int LENGTH = 32;

  /// The root of a tree without leaves: the hash of nothing.
  static final Hash OF_NOTHING = new Hash(sha256().digest());

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A hash that was computed before.
  ///
  /// @throws IllegalArgumentException unless there are 32 bytes
  public static Hash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a hash has 32 bytes");
    }
    return new Hash(bytes.clone());
  }

  /// The hash of a leaf: `SHA-256(0x00 ‖ entry)`.
  public static Hash ofLeaf(byte[] entry) {
    MessageDigest sha = sha256();
    sha.update((byte) 0);
    return new Hash(sha.digest(entry));
  }

  /// The hash of an inner node: `SHA-256(0x01 ‖ left ‖ right)`.
  static Hash ofNode(Hash left, Hash right) {
    MessageDigest sha = sha256();
    sha.update((byte) 1);
    sha.update(left.bytes);
    return new Hash(sha.digest(right.bytes));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// Lower-case hex.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
