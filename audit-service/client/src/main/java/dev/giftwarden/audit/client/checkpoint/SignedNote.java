package dev.giftwarden.audit.client.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A C2SP signed note: a text that ends in a line feed, an empty line, and signature lines. Nothing
/// in it is true before a key says so.
///
/// @param text what is signed
/// @param signatures under each key name, a key's hash and what it signed with
record SignedNote(String text, Map<String, List<byte[]>> signatures) {
  static final String DASH = "— ";

  /// A checkpoint with its witnesses stays far below both.
  private static final int MAX_LENGTH = 16_384;

  private static final int MAX_SIGNATURES = 32;

  private static final Pattern LINE = Pattern.compile(DASH + "(?<name>[^ +]+) (?<bytes>[^ ]+)");

  static Optional<SignedNote> parse(String note) {
    int end = note.lastIndexOf("\n\n");
    boolean plain = note.chars().noneMatch(c -> c < ' ' && c != '\n');
    if (end < 0 || !note.endsWith("\n") || note.length() > MAX_LENGTH || !plain) {
      return Optional.empty();
    }
    List<String> lines = note.substring(end + 2).lines().toList();
    Map<String, List<byte[]>> signatures = new HashMap<>();
    for (String line : lines) {
      Matcher parts = LINE.matcher(line);
      Optional<byte[]> bytes =
          parts.matches() ? StrictBase64.decode(parts.group("bytes")) : Optional.empty();
      if (bytes.isEmpty() || bytes.get().length <= VerifierKey.HASH_LENGTH) {
        return Optional.empty();
      }
      signatures.computeIfAbsent(parts.group("name"), _ -> new ArrayList<>()).add(bytes.get());
    }
    return lines.isEmpty() || lines.size() > MAX_SIGNATURES
        ? Optional.empty()
        : Optional.of(new SignedNote(note.substring(0, end + 1), Map.copyOf(signatures)));
  }

  /// What keys of that name signed with.
  List<byte[]> signatures(String name) {
    return signatures.getOrDefault(name, List.of());
  }
}
