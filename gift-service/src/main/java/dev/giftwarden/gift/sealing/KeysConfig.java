package dev.giftwarden.gift.sealing;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// The keys under which people are stored.
@ConfigMapping(prefix = "giftwarden.keys")
interface KeysConfig {
  /// As [KeyRing] reads it; nobody else has it.
  Path folder();
}
