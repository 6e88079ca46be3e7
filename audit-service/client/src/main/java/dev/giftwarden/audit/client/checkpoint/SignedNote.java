package dev.giftwarden.audit.client.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A C2SP signed note: a text that ends in a line feed, an empty line, and signature lines. Nothing
/// in it is true before a key says so.
///
/// @param text what is signed
record SignedNote(String text, List<Signature> lines) {
  static final String DASH = "— ";

  /// A checkpoint with its witnesses stays far below both.
  private static final int MAX_LENGTH = 16_384;

  private static final int MAX_SIGNATURES = 32;

  private static final Pattern LINE = Pattern.compile(DASH + "(?<name>[^ +]+) (?<bytes>[^ ]+)");

  /// @param bytes the key's hash and what it signed with
  record Signature(String name, byte[] bytes) {}

  static Optional<SignedNote> parse(String note) {
    int end = note.lastIndexOf("\n\n");
    boolean plain = note.chars().noneMatch(c -> c < ' ' && c != '\n');
    if (end < 0 || !note.endsWith("\n") || note.length() > MAX_LENGTH || !plain) {
      return Optional.empty();
    }
    List<Signature> signatures = new ArrayList<>();
    for (String line : note.substring(end + 2).lines().toList()) {
      Matcher parts = LINE.matcher(line);
      Optional<byte[]> bytes =
          parts.matches() ? StrictBase64.decode(parts.group("bytes")) : Optional.empty();
      if (bytes.isEmpty() || bytes.get().length <= VerifierKey.HASH_LENGTH) {
        return Optional.empty();
      }
      signatures.add(new Signature(parts.group("name"), bytes.get()));
    }
    return signatures.isEmpty() || signatures.size() > MAX_SIGNATURES
        ? Optional.empty()
        : Optional.of(new SignedNote(note.substring(0, end + 1), List.copyOf(signatures)));
  }

  List<byte[]> signatures(String name) {
    return lines.stream().filter(line -> line.name().equals(name)).map(Signature::bytes).toList();
  }
}
