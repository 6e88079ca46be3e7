package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.tls.TlsFolder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/// The service's identity on the internal network.
@Singleton
public class InternalTls {
  private final TlsFolder folder;

  @Inject
  InternalTls(TlsConfig config) {
    this.folder = Folders.open(config.internalFolder());
  }

  public TlsFolder folder() {
    return folder;
  }
}
