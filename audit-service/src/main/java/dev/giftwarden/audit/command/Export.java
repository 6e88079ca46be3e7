package dev.giftwarden.audit.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/// Makes the folder that `verify` reads. It gets its name when it is complete, and only its owner
/// may read it: the salts in it open every entry.
final class Export {
  private final ExportTable log;
  private final Consumer<String> progress;

  /// @param progress takes a line now and then
  Export(ExportTable log, Consumer<String> progress) {
    this.log = log;
    this.progress = progress;
  }

  /// What was written.
  record Summary(long entries, long events) {}

  /// @throws IOException if the folder is there already, or cannot be written
  Summary into(Path folder) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (Files.exists(target)) {
      throw new IOException(folder + " is there already; name a new folder");
    }
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IOException("there is no folder to make " + folder + " in");
    }
    Path partial =
        Files.createTempDirectory(
            parent,
            ".export",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Summary summary = write(partial);
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    return summary;
  }

  private Summary write(Path partial) throws IOException {
    try (BundleFiles files = new BundleFiles(partial, progress)) {
      log.read(files);
      return new Summary(files.entries(), files.events());
    }
  }
}
