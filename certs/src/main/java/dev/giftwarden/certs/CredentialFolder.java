package dev.giftwarden.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// `tls.crt` (leaf, then issuing CA), `tls.key` (PKCS#8) and `ca.crt` (roots; behind them, where a
/// listener reads it, issuing CAs that peers need not send): the names that cert-manager uses, in
/// the layout in which the kubelet mounts a secret. The three names are links through `..data` to a
/// folder that is never written twice; one rename moves `..data` to the next, so a reader that
/// resolves it first never sees a certificate with the key of another.
public final class CredentialFolder {
  public static final String CERTIFICATE = "tls.crt";
  public static final String KEY = "tls.key";
  public static final String TRUSTED = "ca.crt";

  private static final String CURRENT = "..data";
  private static final String GENERATION_PREFIX = "..";

  /// Far above any real file, and small enough that a wrong path hurts nobody.
  private static final long MOST_BYTES = 256 * 1024;

  private CredentialFolder() {}

  /// The text of the three files, all of one generation.
  public record Text(String certificate, String key, String trusted) {
    /// Holds a private key.
    @Override
    public String toString() {
      return "Text[…]";
    }
  }

  /// Reads the three files of the generation in use, which is that of the folder, or of a volume
  /// whose link the folder is.
  ///
  /// @throws IOException also when a swap happened between two reads: read again
  public static Text read(Path folder) throws IOException {
    Path current = folder.resolve(CURRENT);
    Path generation = (Files.exists(current) ? current : folder).toRealPath();
    return new Text(
        readSmall(generation.resolve(CERTIFICATE)),
        readSmall(generation.resolve(KEY)),
        readSmall(generation.resolve(TRUSTED)));
  }

  private static String readSmall(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
    }
    return Pem.text(Files.readAllBytes(file));
  }

  static void write(
      Path folder, List<X509Certificate> chain, PrivateKey key, List<X509Certificate> roots) {
    write(folder, new Text(pem(chain), Pem.encode(key), pem(roots)));
  }

  private static void write(Path folder, Text text) {
    try {
      makePrivateFolder(folder);
      Path generation =
          Files.createDirectory(
              folder.resolve(GENERATION_PREFIX + UUID.randomUUID()), ownerOnly("rwx------"));
      writePrivate(generation.resolve(CERTIFICATE), text.certificate());
      writePrivate(generation.resolve(KEY), text.key());
      writePrivate(generation.resolve(TRUSTED), text.trusted());
      swap(folder, generation);
      removeOthers(folder, generation);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write certificates into " + folder, e);
    }
  }

  /// The same certificate and key under other roots, as [#write] does it. Whatever else stands in
  /// `ca.crt` stays there.
  ///
  /// @param known one of them is trusted here, or the folder is another PKI's and is left alone
  /// @return whether it was changed
  public static boolean trust(
      Path folder, List<X509Certificate> roots, Collection<X509Certificate> known) {
    try {
      Text text = read(folder);
      List<X509Certificate> before = Pem.certificates(text.trusted());
      List<X509Certificate> after =
          Stream.concat(
                  roots.stream(),
                  before.stream().filter(each -> !roots.contains(each) && !known.contains(each)))
              .toList();
      if (Collections.disjoint(before, known) || before.equals(after)) {
        return false;
      }
      write(folder, new Text(text.certificate(), text.key(), pem(after)));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot change the roots in " + folder, e);
    }
  }

  public static void makePrivateFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, ownerOnly("rwx------"));
    }
  }

  /// Owner-only from its first byte: there is no moment at which another could open it.
  public static void writePrivate(Path file, String text) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, ownerOnly("rw-------"))) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// One rename, so that whoever reads sees the old text or the new one.
  public static void replace(Path file, String text) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
      writePrivate(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  public static String pem(List<X509Certificate> certificates) {
    return certificates.stream().map(Pem::encode).reduce("", String::concat);
  }

  private static void swap(Path folder, Path generation) throws IOException {
    replaceLink(folder.resolve(CURRENT), generation.getFileName());
    for (String name : List.of(CERTIFICATE, KEY, TRUSTED)) {
      if (!Files.isSymbolicLink(folder.resolve(name))) {
        replaceLink(folder.resolve(name), Path.of(CURRENT, name));
      }
    }
  }

  private static void replaceLink(Path link, Path target) throws IOException {
    Path fresh = link.resolveSibling(GENERATION_PREFIX + UUID.randomUUID());
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The generation before, and what a crash may have left.
  private static void removeOthers(Path folder, Path generation) throws IOException {
    List<Path> old;
    try (Stream<Path> entries = Files.list(folder)) {
      old = entries.filter(entry -> isGeneration(entry) && !entry.equals(generation)).toList();
    }
    for (Path entry : old) {
      if (Files.isDirectory(entry) && !Files.isSymbolicLink(entry)) {
        for (String name : List.of(CERTIFICATE, KEY, TRUSTED)) {
          Files.deleteIfExists(entry.resolve(name));
        }
      }
      Files.delete(entry);
    }
  }

  private static boolean isGeneration(Path entry) {
    String name = entry.getFileName().toString();
    return name.startsWith(GENERATION_PREFIX) && !name.equals(CURRENT);
  }

  private static java.nio.file.attribute.FileAttribute<?> ownerOnly(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
