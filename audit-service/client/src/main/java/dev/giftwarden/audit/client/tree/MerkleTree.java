package dev.giftwarden.audit.client.tree;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/// The RFC 6962 tree over a growing list of leaves, as its frontier: the roots of the perfect
/// subtrees that the size's binary digits name, largest first. At most 63 hashes stand for any
/// size, so growing costs no read of what is already in.
///
/// Not safe for use by several threads.
public final class MerkleTree {
  private final Deque<Hash> frontier = new ArrayDeque<>(); // smallest subtree first
  private long size;

  private MerkleTree(long size) {
    this.size = size;
  }

  public static MerkleTree empty() {
    return new MerkleTree(0);
  }

  /// Goes on where a tree of `size` leaves stopped.
  ///
  /// @param frontier what [#frontier] gave then
  /// @throws IllegalArgumentException if the two cannot belong together
  public static MerkleTree resume(long size, byte[] frontier) {
    if (size < 0 || frontier.length != Long.bitCount(size) * Hash.LENGTH) {
      throw new IllegalArgumentException("the frontier is not one of a tree of that size");
    }
    MerkleTree tree = new MerkleTree(size);
    for (int at = 0; at < frontier.length; at += Hash.LENGTH) {
      tree.frontier.push(Hash.of(Arrays.copyOfRange(frontier, at, at + Hash.LENGTH)));
    }
    return tree;
  }

  /// Number of leaves.
  public long size() {
    return size;
  }

  public void add(Hash leaf) {
    Hash subtree = leaf;
    for (long digits = size; (digits & 1) == 1; digits >>>= 1) {
      subtree = Hash.ofNode(frontier.pop(), subtree);
    }
    frontier.push(subtree);
    size++;
  }

  public Hash root() {
    Iterator<Hash> subtrees = frontier.iterator();
    if (!subtrees.hasNext()) {
      return Hash.OF_NOTHING;
    }
    Hash root = subtrees.next();
    while (subtrees.hasNext()) {
      root = Hash.ofNode(subtrees.next(), root);
    }
    return root;
  }

  /// 32 bytes for each subtree, largest first.
  public byte[] frontier() {
    byte[] bytes = new byte[frontier.size() * Hash.LENGTH];
    int at = bytes.length;
    for (Hash subtree : frontier) {
      at -= Hash.LENGTH;
      System.arraycopy(subtree.bytes(), 0, bytes, at, Hash.LENGTH);
    }
    return bytes;
  }
}
