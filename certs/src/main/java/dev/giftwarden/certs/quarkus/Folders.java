package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.tls.TlsFolder;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Path;
import java.time.InstantSource;

/// Opens the folders of a service at its start. Quarkus prints a [ConfigurationException] without a
/// cause as one line and exits with 1.
final class Folders {
  private Folders() {}

  static TlsFolder open(Path folder) {
    try {
      return TlsFolder.open(folder, InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("refusing to start: " + e.getMessage());
    }
  }
}
