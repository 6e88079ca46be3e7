package dev.giftwarden.edge.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `LIMITS.md` against what a service lets through unless it is told otherwise.
class QuotaPageTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\|[^|]+\\| ([^|]+) \\|([^|]+)\\|$");
  private static final Pattern SETTING = Pattern.compile("`giftwarden\\.quota\\.([a-z.-]+)`");

  @Test
  @DisplayName("E5 LIMITS.md has every quota with its default, by plan, and no other")
  void pageHasEveryDefault() throws IOException {
    Map<String, String> stated = new HashMap<>();
    ROW.matcher(Files.readString(Path.of("LIMITS.md")))
        .results()
        .forEach(row ->
            SETTING
                .matcher(row.group(2))
                .results()
                .forEach(setting -> stated.put(setting.group(1), row.group(1))));
    Map<String, String> defaults = new HashMap<>();
    settings("", QuotaConfig.class).forEach(one -> defaults.put(one.name(), one.value()));
    assertThat(defaults).hasSize(9);
    assertThat(stated).containsOnlyKeys(defaults.keySet());
    assertThat(defaults)
        .allSatisfy((name, value) ->
            assertThat(stated.get(name) + ",").as(name).contains(spelled(name, value) + ","));
  }

  private record Setting(String name, String value) {}

  private static Stream<Setting> settings(String group, Class<?> config) {
    return Arrays.stream(config.getMethods())
        .flatMap(setting -> {
          String name = group + kebab(setting);
          WithDefault value = setting.getAnnotation(WithDefault.class);
          return value == null
              ? settings(name + ".", setting.getReturnType())
              : Stream.of(new Setting(name, value.value()));
        });
  }

  private static String kebab(Method setting) {
    return setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /// As a page for people spells it: `standard 6,000`, `1 min`.
  private static String spelled(String name, String value) {
    int dot = name.indexOf('.');
    String plan = dot < 0 ? "" : name.substring(0, dot) + " ";
    return plan
        + (value.endsWith("m")
            ? value.replace("m", " min")
            : "%,d".formatted(Long.parseLong(value)));
  }
}
