package dev.giftwarden.edge.database;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A statement as the driver takes it, and the names of its parameters in their order.
///
/// A parameter is found by its looks, inside a quoted text too: `'HH:mi'` asks for one.
record Parsed(String sql, List<String> names) {
  /// Not the `::` of a cast.
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z][a-z0-9_]*)");

  /// The statements of a service are constants, so this has an end.
  private static final Map<String, Parsed> KNOWN = new ConcurrentHashMap<>();

  static Parsed of(String text) {
    return KNOWN.computeIfAbsent(text, Parsed::parse);
  }

  private static Parsed parse(String text) {
    var parameters = PARAMETER.matcher(text);
    List<String> names = parameters.results().map(found -> found.group(1)).toList();
    return new Parsed(parameters.replaceAll("?"), names);
  }
}
