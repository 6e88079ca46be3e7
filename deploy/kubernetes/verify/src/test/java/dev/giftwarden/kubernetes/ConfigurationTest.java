package dev.giftwarden.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The environment of the pods against what the services' sources read: nothing that nobody reads,
/// and everything that has no default.
class ConfigurationTest {
  private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"");
  private static final Pattern KEY =
      Pattern.compile(
          "(?<default>@WithDefault\\([^)]*\\)\\s+)?(?<type>[A-Za-z][A-Za-z<>]*) (?<name>[a-zA-Z]+)\\(\\);");

  /// Quarkus's own that are in no properties file of ours; the run of the manifests would warn if
  /// Quarkus did not know one.
  private static final Set<String> QUARKUS = Set.of("quarkus.shutdown.timeout");

  /// What audit leaves out: its log is its own.
  private static final String REMOTE_LOG = "edge/record/remote";

  private record Key(String name, boolean required) {}

  @ParameterizedTest(name = "{0} reads every key that it is given, and is given every key it needs")
  @ValueSource(strings = {"auth", "gift", "audit"})
  void givenIsRead(String service) {
    List<Key> keys = keys(service);
    Set<String> properties = properties(service);
    Set<String> given = given(service, "Deployment", service);

    Set<String> known = new HashSet<>(properties);
    known.addAll(QUARKUS);
    keys.forEach(key -> known.add(environment(key.name())));
    known.addAll(QUARKUS.stream().map(ConfigurationTest::environment).toList());
    assertThat(known).containsAll(given);
    assertThat(known).containsAll(given(service, "Job", "migration"));

    Set<String> required = new TreeSet<>();
    keys.stream()
        .filter(Key::required)
        .map(key -> environment(key.name()))
        .filter(name -> !properties.contains(name))
        .forEach(required::add);
    assertThat(required).hasSizeGreaterThan(4);
    assertThat(given).containsAll(required);
    assertThat(given).contains("QUARKUS_HTTP_HOST", "QUARKUS_MANAGEMENT_HOST");
  }

  private static Set<String> given(String service, String kind, String name) {
    Manifests manifests = Overlays.rendered("production");
    String namespace = "giftwarden-" + service;
    Manifest workload = manifests.find(kind, namespace, name).orElseThrow();
    Set<String> given = new TreeSet<>();
    var container = workload.podSpec().at("/containers/0");
    container.path("env").forEach(variable -> given.add(variable.path("name").asText()));
    manifests
        .find("ConfigMap", namespace, container.at("/envFrom/0/configMapRef/name").asText())
        .orElseThrow()
        .at("/data")
        .fieldNames()
        .forEachRemaining(given::add);
    return given;
  }

  /// Of the service and of the modules it is made of.
  private static List<Key> keys(String service) {
    List<Key> keys = new ArrayList<>();
    for (String module :
        List.of(
            service + "-service",
            "certs",
            "auth-service/client",
            "audit-service/client",
            "auth-service/edge")) {
      try (Stream<Path> files =
          Files.walk(Overlays.ROOT.resolve(module).resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith("Config.java"))
            .filter(file -> !(service.equals("audit") && file.toString().contains(REMOTE_LOG)))
            .map(ConfigurationTest::read)
            .forEach(source -> keys.addAll(mapped(source)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return keys;
  }

  private static List<Key> mapped(String source) {
    Matcher prefix = PREFIX.matcher(source);
    List<Key> keys = new ArrayList<>();
    if (prefix.find()) {
      Matcher key = KEY.matcher(source);
      while (key.find()) {
        String words = key.group("name").replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        String type = key.group("type");
        boolean isGroup = type.equalsIgnoreCase(key.group("name")); // whose keys are found as well
        boolean optional = isGroup || key.group("default") != null || type.startsWith("Optional");
        keys.add(new Key(prefix.group(1) + "." + words, !optional));
      }
    }
    return keys;
  }

  /// Keys of `application.properties`, as environment variables.
  private static Set<String> properties(String service) {
    Path file =
        Overlays.ROOT.resolve(service + "-service/src/main/resources/application.properties");
    Set<String> names = new HashSet<>();
    read(file)
        .lines()
        .filter(line -> line.contains("=") && !line.startsWith("#") && !line.startsWith("%"))
        .forEach(line -> names.add(environment(line.substring(0, line.indexOf('=')))));
    return names;
  }

  private static String environment(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
