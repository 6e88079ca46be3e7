package dev.giftwarden.certs.recipients;

import dev.giftwarden.certs.CredentialFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The folder of keys under which gift-service stores people: `kek-1`, which wraps the key of each
/// recipient, `current`, which names it, and `email-index`, by which an e-mail address is found
/// again. A key is 32 random bytes, written as 64 hexadecimal digits on one line.
///
/// Whoever loses this folder has lost every recipient; whoever takes it, and the database, has
/// them.
public final class RecipientKeys {
  private static final String FIRST = "kek-1";
  private static final int KEY_BYTES = 32;

  private RecipientKeys() {}

  /// Where [dev.giftwarden.certs.cli] puts it.
  public static Path in(Path pki) {
    return pki.resolve("recipients");
  }

  /// Makes the keys, unless they are there: a key is never overwritten.
  ///
  /// @return whether it made them
  public static boolean makeIfAbsent(Path folder) {
    try {
      // Written last: its presence says that the folder is whole.
      if (Files.exists(folder.resolve("current"))) {
        return false;
      }
      CredentialFolder.makePrivateFolder(folder);
      var random = new SecureRandom();
      writeKey(folder.resolve(FIRST), random);
      writeKey(folder.resolve("email-index"), random);
      CredentialFolder.writePrivate(folder.resolve("current"), FIRST + "\n");
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the keys of recipients into " + folder, e);
    }
  }

  /// One that is there from an attempt that broke off has never been used, and stays.
  private static void writeKey(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      byte[] key = new byte[KEY_BYTES];
      random.nextBytes(key);
      CredentialFolder.writePrivate(file, HexFormat.of().formatHex(key) + "\n");
    }
  }
}
