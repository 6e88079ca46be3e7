package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.tls.TlsFolder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.net.KeyCertOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;

/// The service's identity on the internal network.
@Singleton
public class InternalTls {
  private final TlsFolder folder;

  @Inject
  InternalTls(TlsConfig config) {
    this.folder = open(config.internalFolder());
  }

  /// Opens a folder of a service at its start. Quarkus prints a [ConfigurationException] without a
  /// cause as one line and exits with 1.
  static TlsFolder open(Path folder) {
    try {
      return TlsFolder.open(folder, InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("refusing to start: " + e.getMessage());
    }
  }

  public TlsFolder folder() {
    return folder;
  }

  /// What the management listener shows, which no customizer reaches. Were it the registry that
  /// reads the files, its reload would drop the probes that arrive meanwhile.
  @Produces
  @Singleton
  @Identifier("management")
  KeyStoreProvider management() {
    return _ -> new KeyStoreAndKeyCertOptions(null, KeyCertOptions.wrap(folder.keyManager()));
  }
}
