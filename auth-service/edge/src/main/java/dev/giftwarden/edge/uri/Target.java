package dev.giftwarden.edge.uri;

import dev.giftwarden.edge.text.Percent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request asks for, as it stands in its first line. Between a caller and the route there
/// are several readers (a proxy, the HTTP server, the router, a log), and each has its own opinion
/// of path parameters, empty and dot segments and hidden slashes. So a target passes only in the
/// form that all of them read alike, and everybody behind
/// [dev.giftwarden.edge.reception.HeadFilter] may believe what the router found.
public final class Target {
  /// In its absolute form, which a server must take too (RFC 9112, section 3.2.2). A `?` before the
  /// first `/` would be a path to some.
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?i)https?://[^/?#]++(/.*)?", Pattern.DOTALL);

  /// RFC 3986, section 3.3, without `;`: path parameters are known to some readers only.
  private static final String IN_PATH = "-._~!$&'()*+,=:@/%";

  /// Section 3.4, without `;`, which is a separator to some.
  private static final String IN_QUERY = IN_PATH + "?";

  /// What would mean something else if it were not encoded.
  private static final String STRUCTURE = "/\\;%?#";

  private final String path;
  private final Optional<String> query;

  private Target(String path, Optional<String> query) {
    this.path = path;
    this.query = query;
  }

  public sealed interface Reading {
    /// It has one meaning.
    record Plain() implements Reading {}

    /// It names what is below a collection and leaves the name out: `/v1/gifts/` with an id that
    /// was empty must not be the whole list.
    record Nameless() implements Reading {}

    /// Two readers may take it for two different targets.
    ///
    /// @param wanted what it should be
    record Ambiguous(String wanted) implements Reading {}
  }

  /// @param raw as it came; empty where there was none
  public static Reading read(String raw) {
    return find(raw)
        .map(Target::reading)
        .orElse(new Reading.Ambiguous("The target is a path, or a URL of this service."));
  }

  private static Optional<Target> find(String raw) {
    String origin = raw;
    if (!raw.startsWith("/")) {
      Matcher absolute = ABSOLUTE.matcher(raw);
      if (!absolute.matches()) {
        return Optional.empty();
      }
      origin = absolute.group(1) == null ? "/" : absolute.group(1);
    }
    int end = origin.indexOf('?');
    return Optional.of(
        end < 0
            ? new Target(origin, Optional.empty())
            : new Target(origin.substring(0, end), Optional.of(origin.substring(end + 1))));
  }

  private Reading reading() {
    if (!consistsOf(path, IN_PATH)) {
      return new Reading.Ambiguous(
          "A path has the characters of RFC 3986, section 3.3, and no parameters (`;`).");
    }
    Optional<String> decoded = Percent.decode(path);
    if (decoded.isEmpty() || hasControls(decoded.get()) || hidesStructure()) {
      return new Reading.Ambiguous(
          "What is percent-encoded in a path is UTF-8, and no separator or control character.");
    }
    if (query.isPresent() && !isQuery(query.get())) {
      return new Reading.Ambiguous(
          "A query has the characters of RFC 3986, section 3.4, without `;`; what is"
              + " percent-encoded is UTF-8, and no control character.");
    }
    return segments(decoded.get());
  }

  private static Reading segments(String decoded) {
    String[] segments = decoded.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals(".") || segments[i].equals("..")) {
        return new Reading.Ambiguous("A path has no dot segments.");
      }
      if (segments[i].isEmpty() && !last) {
        return new Reading.Ambiguous("A path has no empty segments.");
      }
      if (segments[i].isEmpty() && i > 1) {
        return new Reading.Nameless();
      }
    }
    return new Reading.Plain();
  }

  private boolean hidesStructure() {
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
      if (STRUCTURE.indexOf(Percent.octet(path, at)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isQuery(String query) {
    return consistsOf(query, IN_QUERY)
        && Percent.decode(query).filter(text -> !hasControls(text)).isPresent();
  }

  private static boolean consistsOf(String text, String marks) {
    return text.chars().allMatch(c -> isLetterOrDigit(c) || marks.indexOf(c) >= 0);
  }

  private static boolean isLetterOrDigit(int c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9');
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
