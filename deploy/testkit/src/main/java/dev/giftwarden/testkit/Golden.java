package dev.giftwarden.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A file of requests and of what was answered to each when it was recorded, byte for byte. A
/// replay sends the requests again, in their order, and gives the file as it would be recorded now:
/// a test compares the two.
///
/// ```
/// === what it shows
/// POST /v1/gifts as masked
/// Idempotency-Key: a-word
///
/// {"budgetId": "<bud_1>", …}
/// ---
/// 201
/// Content-Type: application/json;charset=UTF-8
///
/// {"id":"<gft_1>", …}
/// ```
///
/// What differs between two runs has a name in its place: ids (`<gft_1>`, the first gift of this
/// file) and UUIDs (`<uuid_1>`) are numbered, so that an id that comes back is seen to be the same
/// one; `<next_1>` is what a page gave as `next`; `<time>` is a time in the one form that times go
/// out in; `<hex 41>` is 41 bytes in hex; `<index>` the place of a leaf. A request may use a name
/// that an answer before it has given. Of the headers of an answer those of [#HEADERS] are kept.
public final class Golden {
  private static final List<String> HEADERS =
      List.of(
          "Allow",
          "Cache-Control",
          "Content-Type",
          "Idempotent-Replayed",
          "Link",
          "Retry-After",
          "Strict-Transport-Security",
          "WWW-Authenticate",
          "X-Content-Type-Options",
          "X-Request-Id");

  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final String BETWEEN = "---";
  private static final Pattern CASE = Pattern.compile("(?m)^=== ");
  private static final Pattern REQUEST = Pattern.compile("(\\S+) (\\S+) as (\\S+)");
  private static final Pattern NAME = Pattern.compile("<[a-z]+_\\d+>");

  /// In this order, because an id may be a part of what comes before it.
  private static final Pattern VARYING =
      Pattern.compile(
          "(?<=\"next\":\")(?<next>[0-9A-Za-z_-]+)(?=\")"
              + "|\\b(?<prefix>[a-z]{3})_[0-9A-Za-z]{22}\\b"
              + "|\\b(?<uuid>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\\b"
              + "|\\b(?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)"
              + "|(?<=\")(?<hex>([0-9a-f]{2}){32,})(?=\")"
              + "|(?<=\"index\":)(?<index>\\d+)");

  /// Sends a request as somebody whom the test knows by that name.
  public interface Sender {
    Answer send(String caller, Request request);
  }

  /// @param body null: none
  public record Request(
      String method, String path, Map<String, String> headers, @Nullable String body) {}

  private final Path file;
  private final String recorded;
  private final Map<String, String> names = new TreeMap<>();
  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  private Golden(Path file, String recorded) {
    this.file = file;
    this.recorded = recorded;
  }

  /// All of the module whose test it is: those in `src/test/resources/golden/v1`, and so on.
  public static Stream<Golden> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().map(Golden::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Golden read(Path file) {
    try {
      return new Golden(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String recorded() {
    return recorded;
  }

  /// The file as it is now; also left in `target/golden`, from where whoever means the change can
  /// copy it.
  public String replay(Sender sender) {
    String now =
        CASE.splitAsStream(recorded)
            .map(text -> text.isBlank() ? text : "=== " + replay(text, sender))
            .collect(Collectors.joining());
    try {
      Path place = Path.of("target/golden").resolve(toString());
      Files.createDirectories(place.getParent());
      Files.writeString(place, now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return now;
  }

  private String replay(String text, Sender sender) {
    int between = text.indexOf("\n" + BETWEEN + "\n");
    List<String> asked =
        (between < 0 ? text : text.substring(0, between)).stripTrailing().lines().toList();
    Matcher line = REQUEST.matcher(asked.get(1));
    if (!line.matches()) {
      throw new AssertionError("not `GET /path as somebody`: " + asked.get(1));
    }
    List<String> rest = asked.subList(2, asked.size());
    int empty = rest.indexOf("");
    Map<String, String> headers = new TreeMap<>();
    for (String header : empty < 0 ? rest : rest.subList(0, empty)) {
      headers.put(header.split(": ", 2)[0], given(header.split(": ", 2)[1]));
    }
    String body = empty < 0 ? null : given(String.join("\n", rest.subList(empty + 1, rest.size())));
    Answer answer =
        sender.send(line.group(3), new Request(line.group(1), given(line.group(2)), headers, body));
    return String.join("\n", asked) + "\n" + BETWEEN + "\n" + written(answer);
  }

  /// With values in the place of names.
  private String given(String text) {
    return NAME.matcher(text)
        .replaceAll(
            name -> Matcher.quoteReplacement(values.getOrDefault(name.group(), name.group())));
  }

  private String written(Answer answer) {
    String body = named(answer.text());
    var lines = new ArrayList<String>();
    lines.add(Integer.toString(answer.status()));
    HEADERS.stream()
        .filter(answer.headers()::containsKey)
        .forEach(name -> lines.add(name + ": " + named(header(answer, name))));
    lines.add("");
    lines.add(body);
    return String.join("\n", lines) + "\n\n";
  }

  private static String header(Answer answer, String name) {
    return String.valueOf(answer.headers().get(name));
  }

  /// With names in the place of values; of a cursor in a header, too, once a body has given it.
  private String named(String text) {
    String known = text;
    for (Map.Entry<String, String> next : names.entrySet()) {
      known =
          next.getValue().startsWith("<next_")
              ? known.replace("cursor=" + next.getKey() + ">", "cursor=" + next.getValue() + ">")
              : known;
    }
    return VARYING.matcher(known).replaceAll(found -> Matcher.quoteReplacement(name(found)));
  }

  private String name(MatchResult found) {
    if (found.group("time") != null) {
      return "<time>";
    }
    if (found.group("hex") != null) {
      return "<hex " + found.group("hex").length() / 2 + ">";
    }
    if (found.group("index") != null) {
      return "<index>";
    }
    String kind =
        found.group("next") != null
            ? "next"
            : found.group("uuid") != null ? "uuid" : found.group("prefix");
    return names.computeIfAbsent(
        found.group(),
        value -> {
          String name = "<" + kind + "_" + counts.merge(kind, 1, Integer::sum) + ">";
          values.put(name, value);
          return name;
        });
  }

  @Override
  public String toString() {
    return FOLDER.relativize(file).toString();
  }
}
