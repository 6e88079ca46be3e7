package dev.giftwarden.local.demo;

import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Partner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A file that only its owner may read, from its first byte, and that is whole or not there.
/// Without a line end, so that `curl --data-urlencode name@file` sends what is meant.
record SecretFile(Path path) {

  /// Where the key of a demo account is, or will be.
  static SecretFile of(Home home, Partner partner, DemoKey key) {
    return new SecretFile(partner.folder(home).resolve(key.fileName()));
  }

  boolean exists() {
    return Files.exists(path);
  }

  String read() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String text) {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Path fresh = path.resolveSibling(path.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, ownerOnly);
      Files.writeString(fresh, text);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
