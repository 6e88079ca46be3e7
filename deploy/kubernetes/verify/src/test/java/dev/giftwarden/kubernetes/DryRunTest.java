package dev.giftwarden.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a real API server says to every object, on a machine where `verify/dry-run` has built one.
/// It knows what the schemas do not: CEL rules, defaulting, Kubernetes' own validation, Pod
/// Security.
class DryRunTest {
  private static final Path VERIFY = Overlays.ROOT.resolve("deploy/kubernetes/verify");
  private static final Path COPY = VERIFY.resolve("target/dry-run");
  private static final int ACCEPTED = 0;
  private static final int REFUSED = 1;
  private static final int NO_API_SERVER = 69;

  /// It takes 20 s; the other core may be busy.
  private static final long LIMIT_MINUTES = 5;

  /// @param expected lines that begin and go on like this
  private record Fault(String name, String target, String patch, List<Line> expected) {}

  private record Line(String start, String content) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "unknown-field",
              "{kind: Deployment, name: auth}",
              "{op: add, path: /spec/replica, value: 3}",
              List.of(
                  refused("Deployment giftwarden-auth/auth", ".spec.replica: field not declared"))),
          new Fault(
              "privileged-container",
              "{kind: Deployment, name: gift}",
              "{op: add, path: /spec/template/spec/containers/0/securityContext,"
                  + " value: {privileged: true}}",
              List.of(
                  new Line(
                      "WARNED  privileged-container: Deployment giftwarden-gift/gift",
                      "restricted"),
                  refused("Pod giftwarden-gift/gift", "violates PodSecurity \"restricted"))),
          new Fault(
              "cel-rule",
              "{kind: Gateway}",
              "{op: replace, path: /spec/listeners/0/protocol, value: TCP}",
              List.of(refused("Gateway ", "tls must not be specified for protocols"))),
          new Fault(
              "fewer-at-most-than-at-least",
              "{kind: HorizontalPodAutoscaler, name: auth}",
              "{op: replace, path: /spec/maxReplicas, value: 1}",
              List.of(
                  refused("HorizontalPodAutoscaler giftwarden-auth/auth", "spec.maxReplicas"))));

  private static Line refused(String object, String why) {
    return new Line("REFUSED %s: " + object, why);
  }

  private record Said(int status, String output) {}

  @BeforeEach
  void apiServerWasBuilt() throws Exception {
    // A folder that cannot be asked about: the answer comes before anything is started.
    Said said = dryRun(List.of("no-such-overlay"));
    assumeTrue(said.status() != NO_API_SERVER, said.output().strip());
  }

  @Test
  @DisplayName("A real API server refuses nothing of any overlay, and warns of nothing")
  void apiServerAcceptsEveryOverlay() throws Exception {
    Said said = dryRun(List.of());
    assertThat(said.output())
        .contains(
            "Kubernetes " + kubernetes() + " answers", "9 kinds of the operators are established")
        .doesNotContain("REFUSED", "WARNED");
    for (String overlay : Overlays.names()) {
      assertThat(said.output())
          .containsPattern("dry-run: " + overlay + ": [1-9]\\d+ objects, 0 refused, 0 warnings");
    }
    assertThat(said.status()).isEqualTo(ACCEPTED);
  }

  @Test
  @DisplayName("A real API server refuses what the schemas cannot know")
  void apiServerRefusesFaults() throws Exception {
    Overlays.delete(COPY);
    Overlays.copyTo(COPY);
    List<String> folders = new ArrayList<>();
    for (Fault fault : FAULTS) {
      folders.add(plant(fault).toString());
    }
    Said said = dryRun(folders);
    SoftAssertions.assertSoftly(softly -> {
      for (Fault fault : FAULTS) {
        for (Line line : fault.expected()) {
          softly
              .assertThat(said.output().lines())
              .as(fault.name())
              .anyMatch(printed ->
                  printed.startsWith(line.start().formatted(fault.name()))
                      && printed.contains(line.content()));
        }
      }
      softly.assertThat(said.status()).as(said.output()).isEqualTo(REFUSED);
    });
  }

  /// The API server is of the version that the schemas are of.
  private static String kubernetes() throws IOException {
    Path sources = VERIFY.resolve("schemas/sources.mjs");
    Matcher version =
        Pattern.compile("k8s.io/kubernetes', version: '([^']+)'")
            .matcher(Files.readString(sources));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  private static Path plant(Fault fault) throws IOException {
    Path overlay = Files.createDirectories(COPY.resolve("overlays").resolve(fault.name()));
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        resources: [../production]
        patches:
          - target: %s
            patch: |
              - %s
        """
            .formatted(fault.target(), fault.patch()));
    return overlay;
  }

  private static Said dryRun(List<String> overlays) throws Exception {
    List<String> line =
        new ArrayList<>(List.of(VERIFY.resolve("dry-run").toString(), "--no-build"));
    line.addAll(overlays);
    Path output = Files.createTempFile("dry-run", ".out");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    String said = Files.readString(output);
    Files.delete(output);
    assertThat(ended).as(said).isTrue();
    return new Said(process.exitValue(), said);
  }
}
