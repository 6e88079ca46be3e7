package dev.giftwarden.audit.client.checkpoint;

import dev.giftwarden.audit.client.tree.Hash;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The log's promise: `size` leaves make `root`, and will for ever. Its text is a C2SP
/// tlog-checkpoint without extension lines; it counts only as the text of a note that
/// [VerifierKey#open] accepts.
///
/// @param origin names the log, and is the name of the key that signs for it
public record Checkpoint(String origin, long size, Hash root) {
  private static final Pattern TEXT =
      Pattern.compile("(?<origin>[^\\n]+)\\n(?<size>0|[1-9][0-9]{0,17})\\n(?<root>[^\\n]{44})\\n");

  public Checkpoint {
    KeyName.check(origin);
    if (size < 0) {
      throw new IllegalArgumentException("a tree has no negative size");
    }
  }

  /// Three lines: origin, size in decimal digits, root in base64.
  String text() {
    return "%s\n%d\n%s\n".formatted(origin, size, Base64.getEncoder().encodeToString(root.bytes()));
  }

  static Optional<Checkpoint> parse(String text) {
    Matcher lines = TEXT.matcher(text);
    if (!lines.matches() || !KeyName.isValid(lines.group("origin"))) {
      return Optional.empty();
    }
    return StrictBase64.decode(lines.group("root"))
        .filter(root -> root.length == Hash.LENGTH)
        .map(Hash::of)
        .map(root ->
            new Checkpoint(lines.group("origin"), Long.parseLong(lines.group("size")), root));
  }
}
