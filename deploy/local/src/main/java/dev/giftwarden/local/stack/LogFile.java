package dev.giftwarden.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The log of one process, one line per message, as JSON or as text.
record LogFile(Path path) {

  private static final Pattern JSON_MESSAGE =
      Pattern.compile("\"message\":\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern COMPLAINT = Pattern.compile("\\b(ERROR|FATAL)\\b");

  private static final int LONGEST_LINE = 300;

  /// Keeps the log of the run before as `….1`.
  void startAnew() {
    try {
      if (Files.exists(path)) {
        Path before = path.resolveSibling(path.getFileName() + ".1");
        Files.move(path, before, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The line that most likely says why a process ended: the last error, or else the last line.
  String lastComplaint() {
    List<String> lines = lines();
    return lines.reversed().stream()
        .filter(line -> COMPLAINT.matcher(line).find())
        .findFirst()
        .or(() -> lines.reversed().stream().findFirst())
        .map(LogFile::text)
        .orElse("it wrote nothing");
  }

  private List<String> lines() {
    try {
      String all = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      return all.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String line) {
    Matcher message = JSON_MESSAGE.matcher(line);
    String text = message.find() ? message.group(1).replace("\\\"", "\"") : line.strip();
    return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…";
  }
}
