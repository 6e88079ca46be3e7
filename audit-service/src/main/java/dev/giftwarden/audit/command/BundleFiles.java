package dev.giftwarden.audit.command;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The files of an exported folder: `checkpoint` (signed note), `signer.vkey`, `entries` (41 bytes
/// each), `hashes` (32 bytes each) and `events` (u64 index, 32-byte salt, u32 length, event;
/// big-endian).
final class BundleFiles implements Closeable {
  private static final long ENTRIES_PER_LINE = 10_000;

  private final Path folder;
  private final Consumer<String> progress;
  private final DataOutputStream entries;
  private final DataOutputStream hashes;
  private final DataOutputStream events;
  private long size;
  private long writtenEntries;
  private long writtenEvents;

  BundleFiles(Path folder, Consumer<String> progress) throws IOException {
    this.folder = folder;
    this.progress = progress;
    this.entries = open("entries");
    this.hashes = open("hashes");
    this.events = open("events");
  }

  long entries() {
    return writtenEntries;
  }

  long events() {
    return writtenEvents;
  }

  void checkpoint(long size, String note, String verifierKey) throws IOException {
    this.size = size;
    Files.writeString(folder.resolve("checkpoint"), note);
    Files.writeString(folder.resolve("signer.vkey"), verifierKey + "\n");
  }

  void leaf(byte[] entry, byte[] hash) throws IOException {
    entries.write(entry);
    hashes.write(hash);
    writtenEntries++;
    if (writtenEntries % ENTRIES_PER_LINE == 0) {
      progress.accept("%d of %d entries".formatted(writtenEntries, size));
    }
  }

  void event(long index, byte[] salt, byte[] event) throws IOException {
    events.writeLong(index);
    events.write(salt);
    events.writeInt(event.length);
    events.write(event);
    writtenEvents++;
  }

  @Override
  public void close() throws IOException {
    try (entries;
        hashes;
        events) {
      progress.accept("%d of %d entries".formatted(writtenEntries, size));
    }
  }

  private DataOutputStream open(String name) throws IOException {
    return new DataOutputStream(
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(name))));
  }
}
