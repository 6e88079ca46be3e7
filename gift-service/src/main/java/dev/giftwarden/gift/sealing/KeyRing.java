package dev.giftwarden.gift.sealing;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder of keys: `kek-<n>`, any number of them, each of which opens what it wrapped; `current`,
/// which names the one that wraps; `email-index`, by which an e-mail address is found. The kubelet
/// mounts a Secret with these names as it is.
///
/// @param current one of `keks`
record KeyRing(Map<String, Secret> keks, String current, Secret emailIndex) {

  private static final Pattern NAME = Pattern.compile("kek-[1-9][0-9]{0,8}");

  /// Far above any file of this folder.
  private static final long MOST_BYTES = 256;

  KeyRing {
    keks = Map.copyOf(keks);
    if (!keks.containsKey(current)) {
      throw new InvalidValue("`current` names one of the keys in the folder, such as kek-1");
    }
  }

  /// @throws IOException if it cannot be read, or was swapped in the meantime: read again
  /// @throws InvalidValue with what is wrong
  static KeyRing read(Path folder) throws IOException {
    Path swapped = folder.resolve("..data");
    Path now = (Files.exists(swapped) ? swapped : folder).toRealPath();
    Map<String, Secret> keks = new TreeMap<>();
    try (Stream<Path> files = Files.list(now)) {
      for (Path file : files.filter(KeyRing::isKek).toList()) {
        keks.put(name(file), secret(file));
      }
    }
    String current = text(now.resolve("current")).strip();
    return new KeyRing(keks, current, secret(now.resolve("email-index")));
  }

  /// With those of `before` that are no longer in the folder: what a row still needs is not
  /// forgotten before a restart, which asks the rows.
  ///
  /// @throws InvalidValue if a key is another one than it was: its rows would not open, and nobody
  ///   be found
  KeyRing with(KeyRing before) {
    Map<String, Secret> all = new TreeMap<>(before.keks);
    keks.forEach((name, key) -> stay(name, all.getOrDefault(name, key), key));
    stay("email-index", before.emailIndex, emailIndex);
    all.putAll(keks);
    return new KeyRing(all, current, emailIndex);
  }

  private static void stay(String name, Secret before, Secret now) {
    if (!before.equals(now)) {
      throw new InvalidValue(name + " is another key than it was");
    }
  }

  SortedSet<String> names() {
    return new TreeSet<>(keks.keySet());
  }

  /// The current one.
  Secret wrapping() {
    return find(current).orElseThrow();
  }

  Optional<Secret> find(String kek) {
    return Optional.ofNullable(keks.get(kek));
  }

  private static boolean isKek(Path file) {
    return NAME.matcher(name(file)).matches();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Secret secret(Path file) throws IOException {
    try {
      return Secret.parse(text(file));
    } catch (InvalidValue e) {
      throw new InvalidValue(name(file) + " is not " + e.wanted());
    }
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(name(file) + " is not there");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new InvalidValue(name(file) + " is too long");
    }
    return Files.readString(file);
  }
}
