package dev.giftwarden.acceptance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A certificate and its key in a folder, or none.
public record Identity(@Nullable Path folder) {
  public static final Identity NONE = new Identity(null);

  public List<String> forCurl() {
    return folder == null
        ? List.of()
        : List.of("--cert", certificate().toString(), "--key", key().toString());
  }

  public Path certificate() {
    return file("tls.crt");
  }

  public Path key() {
    return file("tls.key");
  }

  /// Whether the issuing CA stands behind the leaf.
  public boolean hasIssuer() {
    try {
      return Files.readString(certificate()).split("-----BEGIN", -1).length > 2;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name) {
    if (folder == null) {
      throw new IllegalStateException("no certificate");
    }
    return folder.resolve(name);
  }

  /// SHA-256 of the DER in base64url, by openssl: what `cnf` must say (RFC 8705).
  public String thumbprint() {
    return Command.run(
            Repository.ROOT,
            "bash",
            "-c",
            "set -o pipefail; openssl x509 -in '"
                + certificate()
                + "' -outform DER | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '='")
        .succeeded()
        .strip();
  }
}
