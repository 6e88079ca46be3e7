package dev.giftwarden.audit.publish;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// The checkpoint signer.
@ConfigMapping(prefix = "giftwarden.checkpoint")
public interface CheckpointConfig {
  /// File with the private key in the text form of C2SP signed-note.
  Path signerKey();
}
