package dev.giftwarden.edge.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `LIMITS.md`, for callers and operators, against what a listener does unless it is told
/// otherwise.
class LimitsPageTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\|[^|]+\\| ([^|]+) \\|([^|]+)\\|[^|]+\\|$");

  /// Not one with a dot, which is Quarkus's.
  private static final Pattern SETTING = Pattern.compile("`([a-z-]+)`");

  @Test
  @DisplayName("E7 LIMITS.md has every setting of a listener, with its default, and no other")
  void pageHasEveryDefault() throws IOException {
    Map<String, String> stated = page();
    Map<String, String> defaults = new HashMap<>();
    for (Method setting : ListenerConfig.class.getMethods()) {
      String name = setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      defaults.put(name, spelled(name, setting.getAnnotation(WithDefault.class).value()));
    }
    assertThat(stated).hasSameSizeAs(defaults);
    assertThat(defaults)
        .allSatisfy((name, value) ->
            assertThat(" " + stated.get(name) + " ").as(name).contains(" " + value + " "));
  }

  private static Map<String, String> page() throws IOException {
    Map<String, String> stated = new HashMap<>();
    ROW.matcher(Files.readString(Path.of("LIMITS.md")))
        .results()
        .forEach(row ->
            SETTING
                .matcher(row.group(2))
                .results()
                .forEach(setting -> stated.put(setting.group(1), row.group(1))));
    return stated;
  }

  /// As a page for people spells it: `4 KiB`, `10 s`, `1 min`.
  private static String spelled(String name, String value) {
    if (name.contains("-bytes")) {
      long kib = Long.parseLong(value) / 1024;
      return kib < 1024 ? kib + " KiB" : kib / 1024 + " MiB";
    }
    return value.replaceFirst("s$", " s").replaceFirst("m$", " min");
  }
}
