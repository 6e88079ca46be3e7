package dev.giftwarden.edge.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a start sets and what the builder of an executable is told, each against the other.
class BakedPropertyTest {
  private static final Path PROJECT = Path.of("../..");

  private static final Pattern BUILD_ARGUMENTS =
      Pattern.compile(
          "<quarkus\\.native\\.additional-build-args>([^<]*)</quarkus\\.native\\.additional-build-args>");

  /// `-Dname=value` as it stands in a script, a manifest, or a literal of Java.
  private static final Pattern FLAG = Pattern.compile("-D[a-zA-Z.]+=[a-zA-Z0-9.]+");

  @Test
  @DisplayName("Z11 the builder is told every property that a start sets, and no other")
  void builderIsToldEach() throws IOException {
    List<String> told =
        BUILD_ARGUMENTS
            .matcher(Files.readString(PROJECT.resolve("pom.xml")))
            .results()
            .map(found -> found.group(1))
            .flatMap(arguments -> Stream.of(arguments.split(",")))
            .toList();
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(BakedProperty.values()).map(baked -> "-J" + baked.flag()).toList());
  }

  @Test
  @DisplayName("Z11 an executable is built without anything that writes its heap")
  void noMonitoring() throws IOException {
    assertThat(Files.readString(PROJECT.resolve("pom.xml")))
        .contains("<quarkus.native.monitoring>none</quarkus.native.monitoring>");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "auth-service/run",
        "gift-service/run",
        "audit-service/run",
        "deploy/local/src/main/java/dev/giftwarden/local/stack/Program.java",
        "deploy/kubernetes/components/restricted/pod.yaml",
        "deploy/kubernetes/components/jvm/java.yaml",
        "deploy/kubernetes/components/restricted/schema.yaml",
        "deploy/kubernetes/components/jvm/schema.yaml"
      })
  @DisplayName("every start has the properties that its first line could not set, and no others")
  void everyStartHasThem(String file) throws IOException {
    List<String> given =
        FLAG.matcher(Files.readString(PROJECT.resolve(file)))
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();
    assertThat(given)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(BakedProperty.values())
                .filter(baked -> !baked.isSetAtStart())
                .map(BakedProperty::flag)
                .toList());
  }

  @Test
  @DisplayName("what was built in otherwise is named, with its value and the right one")
  void namesWhatWasBuiltOtherwise() {
    assertThat(BakedProperty.RESUMPTION.fault(null))
        .contains("jdk.tls.server.newSessionTicketCount unset, which has to be 0");
    assertThat(BakedProperty.TARGETS.fault("false"))
        .contains("vertx.disableURIValidation = false, which has to be true");
    assertThat(BakedProperty.TARGETS.fault("true")).isEmpty();
  }

  @Test
  @DisplayName("a process of the virtual machine sets what its first line can set")
  void setsWhatItCan() {
    String before = System.getProperty("vertx.disableURIValidation");
    try {
      BakedProperty.install();
      assertThat(System.getProperty("vertx.disableURIValidation")).isEqualTo("true");
      assertThat(System.getProperty("vertx.disableWebsockets")).isEqualTo("true");
    } finally {
      if (before == null) {
        System.clearProperty("vertx.disableURIValidation");
      }
    }
  }
}
