package dev.giftwarden.audit.publish;

/// A checkpoint as it was published.
///
/// @param size number of leaves it covers
/// @param note the signed note, byte for byte
public record PublishedCheckpoint(long size, String note) {}
