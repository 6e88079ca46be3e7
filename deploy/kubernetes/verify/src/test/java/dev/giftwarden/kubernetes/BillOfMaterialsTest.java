package dev.giftwarden.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `sbom.json` (CycloneDX) beside each service says what its image is made of.
class BillOfMaterialsTest {
  private static final Pattern CLASSIFIER = Pattern.compile("classifier=([^&]+)");

  @ParameterizedTest(name = "C2 the bill of materials of {0} names every library, with its hash")
  @ValueSource(strings = {"auth", "gift", "audit"})
  void namesEveryLibrary(String service) throws IOException {
    Path target = Overlays.ROOT.resolve(service + "-service/target");
    assertThat(target.resolve("sbom.json")).as("made by a build with a network").exists();
    JsonNode bill = new ObjectMapper().readTree(target.resolve("sbom.json").toFile());
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    List<JsonNode> components = bill.path("components").valueStream().toList();
    assertThat(libraries(target.resolve("quarkus-app/lib")))
        .hasSizeGreaterThan(100)
        .isSubsetOf(components.stream().map(BillOfMaterialsTest::file).toList());
    assertThat(components).allMatch(component -> !component.path("hashes").isEmpty());
    assertThat(components)
        .extracting(BillOfMaterialsTest::file)
        .noneMatch(file -> file.startsWith("org.junit"));
  }

  private static List<String> libraries(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(f -> f.endsWith(".jar"))
          .toList();
    }
  }

  /// As Quarkus calls it.
  private static String file(JsonNode component) {
    Matcher classifier = CLASSIFIER.matcher(component.path("purl").asText());
    return "%s.%s-%s%s.jar"
        .formatted(
            component.path("group").asText(),
            component.path("name").asText(),
            component.path("version").asText(),
            classifier.find() ? "-" + classifier.group(1) : "");
  }
}
