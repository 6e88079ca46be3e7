package dev.giftwarden.certs.cli.anchor;

import dev.giftwarden.certs.CredentialFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Folders of credentials, found by what lies in them.
final class Trusted {
  /// `services/gift/database/gift_worker` below an installation.
  private static final int DEEPEST = 8;

  private Trusted() {}

  /// Has every folder below these trust the roots.
  ///
  /// @param known roots of this PKI: what trusts none of them is another's
  /// @return those whose roots were not yet these
  static List<Path> below(
      Collection<Path> folders, List<X509Certificate> roots, Collection<X509Certificate> known) {
    return folders.stream()
        .flatMap(Trusted::credentials)
        .filter(folder -> CredentialFolder.trust(folder, roots, known))
        .toList();
  }

  private static Stream<Path> credentials(Path above) {
    try (Stream<Path> found = Files.walk(above, DEEPEST)) {
      return found.filter(Trusted::holdsCredentials).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look through " + above, e);
    }
  }

  private static boolean holdsCredentials(Path folder) {
    return !folder.getFileName().toString().startsWith("..")
        && Files.isDirectory(folder)
        && Files.exists(folder.resolve(CredentialFolder.CERTIFICATE))
        && Files.exists(folder.resolve(CredentialFolder.TRUSTED));
  }
}
