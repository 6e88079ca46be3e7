package dev.giftwarden.acceptance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One connection by `openssl s_client`: what was said over it is in a file, and this is what came
/// back, an alert included.
public record Handshake(String output) {
  private static final Pattern ALERT = Pattern.compile("SSL alert number ([0-9]+)");
  private static final int ATTEMPTS = 6;

  /// Says something and listens until the other side closes.
  ///
  /// TLS 1.3 refuses a client's certificate when the client already talks. A server that closes
  /// over unread words resets the connection, and its alert may be lost; then it is tried again,
  /// with a longer silence before the words.
  ///
  /// @param answer what shows that the other side listened to the words
  public static Handshake saying(
      byte[] words, Pattern answer, String address, Identity identity, String... options) {
    Path said = write(words);
    Handshake last = new Handshake("");
    for (int i = 0; i < ATTEMPTS; i++) {
      String line =
          "(sleep %s; cat %s) | timeout 30 openssl s_client -connect %s -ign_eof %s%s"
              .formatted(0.4 * i, said, address, String.join(" ", options), credentials(identity));
      last = new Handshake(Command.run(Repository.ROOT, "bash", "-c", line).output());
      if (last.alert().isPresent() || answer.matcher(last.output).find()) {
        break;
      }
    }
    return last;
  }

  /// `alert 46`
  public Optional<String> alert() {
    Matcher alert = ALERT.matcher(output);
    return alert.find() ? Optional.of("alert " + alert.group(1)) : Optional.empty();
  }

  /// The HTTP answer.
  public Reply reply() {
    int start = output.indexOf("HTTP/1.1 ");
    if (start < 0) {
      throw new AssertionError("no HTTP answer: " + output);
    }
    return Reply.parse(output.substring(start));
  }

  private static Path write(byte[] words) {
    try {
      Path file = Files.createTempFile("acceptance", ".said");
      Files.write(file, words);
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The leaf, and what stands behind it in the same file.
  private static String credentials(Identity identity) {
    if (identity.folder() == null) {
      return "";
    }
    String issuer = " -cert_chain <(awk '/BEGIN/ {n++} n > 1' " + identity.certificate() + ")";
    return " -cert %s -key %s%s"
        .formatted(identity.certificate(), identity.key(), identity.hasIssuer() ? issuer : "");
  }
}
