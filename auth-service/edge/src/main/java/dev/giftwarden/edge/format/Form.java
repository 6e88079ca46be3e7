package dev.giftwarden.edge.format;

import dev.giftwarden.edge.text.Percent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `application/x-www-form-urlencoded`, with one reading: pairs of a name and a value.
public final class Form {
  private Form() {}

  /// @return empty where a pair has no name, an escape is none, or what it stands for is no UTF-8
  ///   or holds a control character
  public static Optional<Map<String, List<String>>> parse(String body) {
    Map<String, List<String>> form = new LinkedHashMap<>();
    if (body.isEmpty()) {
      return Optional.of(form);
    }
    for (String pair : body.split("&", -1)) {
      int end = pair.indexOf('=');
      Optional<String> name = text(end < 0 ? pair : pair.substring(0, end));
      Optional<String> value = text(end < 0 ? "" : pair.substring(end + 1));
      if (name.isEmpty() || name.get().isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      form.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(value.get());
    }
    return Optional.of(form);
  }

  private static Optional<String> text(String encoded) {
    return Percent.decodeForm(encoded)
        .filter(text -> text.chars().noneMatch(Character::isISOControl));
  }
}
