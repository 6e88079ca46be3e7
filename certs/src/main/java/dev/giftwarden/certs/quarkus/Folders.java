package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.tls.TlsFolder;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens a folder when it is first asked for, which is the start of a process that listens; a
/// migration has none, and never asks. Quarkus prints a [ConfigurationException] without a cause as
/// one line and exits with 1.
final class Folders {
  private Folders() {}

  static TlsFolder open(Path folder) {
    try {
      return TlsFolder.open(folder, InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("refusing to start: " + e.getMessage());
    }
  }

  static Supplier<TlsFolder> once(Supplier<TlsFolder> open) {
    return new Supplier<>() {
      private volatile @Nullable TlsFolder opened;

      @Override
      public TlsFolder get() {
        TlsFolder folder = opened;
        return folder == null ? first() : folder;
      }

      private synchronized TlsFolder first() {
        TlsFolder folder = opened == null ? open.get() : opened;
        opened = folder;
        return folder;
      }
    };
  }
}
