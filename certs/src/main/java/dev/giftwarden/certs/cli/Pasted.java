package dev.giftwarden.certs.cli;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Commands of ours that work when pasted into the terminal that they are printed in.
final class Pasted {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+,-]+");

  private Pasted() {}

  /// @param words of the command, behind its name as the person has called it
  static String line(Object... words) {
    String name = System.getProperty("giftwarden.command", "certs/run");
    return Stream.concat(Stream.of(name), Arrays.stream(words).map(Object::toString))
        .map(Pasted::quoted)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
