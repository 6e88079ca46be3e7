package dev.giftwarden.audit.publish;

import dev.giftwarden.audit.client.checkpoint.SignerKey;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;

/// Reads the checkpoint signer once, at start. Quarkus prints a [ConfigurationException] without a
/// cause as one line, and exits with 1.
final class Signer {
  @Produces
  @Singleton
  SignerKey read(CheckpointConfig config) {
    try {
      return SignerKey.parse(Files.readString(config.signerKey()));
    } catch (IOException | IllegalArgumentException unusable) {
      throw new ConfigurationException(
          "giftwarden.checkpoint.signer-key: cannot use %s (%s)"
              .formatted(config.signerKey(), unusable.getMessage()));
    }
  }
}
