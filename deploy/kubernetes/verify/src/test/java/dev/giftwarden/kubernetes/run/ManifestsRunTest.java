package dev.giftwarden.kubernetes.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.recipients.RecipientKeys;
import dev.giftwarden.kubernetes.Manifest;
import dev.giftwarden.kubernetes.Manifests;
import dev.giftwarden.kubernetes.Overlays;
import dev.giftwarden.local.stack.Shell;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The local overlay, run: what is rendered is what starts, as many of each as its autoscaler
/// keeps, and does the main job; and goes on doing it when one of each is killed. See [Kubelet] for
/// what is another here than in a cluster.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManifestsRunTest {
  private static final Duration FAILED_START = Duration.ofMinutes(2);

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern WATCHED =
      Pattern.compile("\\b(http|jvm|process|giftwarden)_[a-z_]+\\b");

  private static Cluster cluster;
  private static Manifests manifests;
  private static Path pki;
  private static Acme acme;

  @BeforeAll
  static void apply() throws Exception {
    Path folder = Overlays.ROOT.resolve("deploy/kubernetes/verify/target/cluster");
    Overlays.delete(folder);
    Overlays.copyTo(folder.resolve("kubernetes"));
    Path overlay = folder.resolve("kubernetes/overlays/local");
    pki = overlay.resolve("pki");
    var _ = Pki.init(pki, InstantSource.system());
    var _ = RecipientKeys.makeIfAbsent(RecipientKeys.in(pki));
    manifests = Overlays.render(overlay);
    cluster = new Cluster(manifests, Made.copiedTo(folder.resolve("images")), folder);
    // One `kubectl apply`: what is there before its schema waits for it.
    var migrated =
        CompletableFuture.runAsync(cluster::migrate, task -> Thread.ofPlatform().start(task));
    cluster.startServices();
    migrated.join();
    acme = new Acme(cluster, pki, folder.resolve("acme"));
  }

  @AfterAll
  static void delete() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  @DisplayName("Z1 Z7 C9 the rendered manifests do the main job, two replicas of each")
  void mainJob() {
    assertThat(cluster.pods()).hasSize(6);
    for (int i = 0; i < 3; i++) { // each replica gets its turn
      acme.story();
    }
  }

  @Test
  @Order(2)
  @DisplayName("Z9 every probe of every pod is answered where the manifest asks")
  void probes() {
    for (Pod pod : cluster.pods()) {
      assertThat(List.of("startupProbe", "readinessProbe", "livenessProbe"))
          .as(pod.name())
          .allMatch(pod::answers);
    }
  }

  @Test
  @Order(2)
  @DisplayName("M1 the same token without the certificate is refused, through the same edge")
  void withoutCertificate() {
    Curl refused = acme.call("gift", "/v1/gifts", List.of("--oauth2-bearer", acme.token("gift")));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("/type")).endsWith("/certificate-required");
  }

  @Test
  @Order(2)
  @DisplayName("Z3 an internal Service answers nobody without a service's certificate: alert 116")
  void internalService() {
    String name = "auth-internal.giftwarden-auth.svc";
    InetSocketAddress auth = cluster.address(name);
    String said =
        Shell.run(
            "sh",
            "-c",
            "openssl s_client -ign_eof -connect \"$0\" -servername \"$1\" -CAfile \"$2\" 2>&1 || true",
            auth.getHostString() + ":" + auth.getPort(),
            name,
            pki.resolve("root/ca.crt").toString());
    assertThat(said).contains("Verify return code: 0 (ok)", "SSL alert number 116");
  }

  @ParameterizedTest(name = "A1 Z6 as {0}, in {2}: {3} is refused with {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gift        | database-gift        | gift     | create table t (i int)            | 42501
          gift        | database-gift        | gift     | create temporary table t (i int)  | 42501
          gift        | database-gift        | gift     | update ledger_line set amount = 0 | 42501
          gift        | database-gift        | auth     | select 1                          | 28000
          gift        | database-gift        | postgres | select 1                          | 28000
          auth        | database-gift        | auth     | select 1                          | 28000
          gift_worker | database-gift-worker | gift     | select * from gift                | 42501
          gift_webhooks | database-gift-webhooks | gift | select * from gift                | 42501
          audit       | database-audit       | audit    | update event set actor = 'gift'   | 42501
          audit       | database-audit       | audit    | delete from leaf                  | 42501
          """)
  @Order(2)
  void rolesAreRefused(String role, String secret, String database, String sql, String state) {
    String namespace = "giftwarden-" + List.of(secret.split("-", -1)).get(1);
    SQLException refused =
        catchThrowableOfType(
            SQLException.class,
            () -> {
              try (Connection connection =
                      cluster.database().as(role, namespace, secret, database);
                  var statement = connection.createStatement()) {
                statement.execute(sql);
              }
            });
    assertThat((Throwable) refused).isNotNull();
    assertThat(refused.getSQLState()).as(refused.getMessage()).isEqualTo(state);
  }

  @Test
  @Order(2)
  @DisplayName("Z1 G8 who sends webhooks looks at the queue, and ends when it is told to")
  void sender() throws SQLException {
    asSender("update webhook_sender set seen_at = '2026-01-01'");
    Pod sender = cluster.sender();
    try {
      cluster.until(
          FAILED_START, "it has looked", () -> !sender.process().isAlive() || hasLooked());
      assertThat(sender.process().isAlive()).as(sender.said()).isTrue();
    } finally {
      sender.process().destroy();
    }
    assertThat(sender.end(Duration.ofSeconds(30))).isEqualTo(143); // SIGTERM
    assertThat(sender.said()).contains("Sending what waits.").doesNotContain("Exception");
  }

  private static boolean hasLooked() {
    try {
      return asSender(
              "update webhook_sender set seen_at = seen_at where seen_at > '2026-01-01'::timestamptz")
          == 1;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static int asSender(String update) throws SQLException {
    try (Connection connection =
            cluster
                .database()
                .as("gift_webhooks", "giftwarden-gift", "database-gift-webhooks", "gift");
        var statement = connection.createStatement()) {
      return statement.executeUpdate(update);
    }
  }

  @Test
  @Order(2)
  @DisplayName("Z9 management answers probes and the metrics that are watched, and no API")
  void management() {
    StringBuilder metrics = new StringBuilder();
    for (Pod pod : cluster.pods()) {
      String management = "https://%s:%d".formatted(pod.address(), pod.port("management"));
      metrics.append(Curl.run(List.of("--insecure", management + "/q/metrics")).body());
      assertThat(Curl.run(List.of("--insecure", management + "/v1/accounts")).status())
          .isEqualTo(404);
    }
    assertThat(watched()).hasSizeGreaterThan(3).allMatch(name -> metrics.indexOf(name) >= 0);
  }

  /// The services' own metrics in the alert rules and on the dashboard.
  private static Set<String> watched() {
    Manifests production = Overlays.rendered("production");
    String text =
        production.of("PrometheusRule").findFirst().orElseThrow().at("/spec")
            + production
                .find("ConfigMap", "giftwarden-auth", "giftwarden-dashboard")
                .orElseThrow()
                .text("/data/giftwarden.json");
    return WATCHED.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  @Order(2)
  @DisplayName("Z11 T5 two starts from one image, and its cache, have two signing keys")
  void twoStartsTwoKeys() {
    List<JsonNode> keys =
        acme.call("auth", "/.well-known/jwks.json", List.of())
            .json()
            .path("keys")
            .valueStream()
            .toList();
    assertThat(cluster.pods("giftwarden-auth")).hasSize(2);
    assertThat(keys).extracting(key -> key.path("x").asText()).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  @Order(3)
  @DisplayName(
      "C2 logs are JSON, know every key of the manifests, and hold no secret and nobody's name")
  void logs() throws Exception {
    String signer = Files.readString(pki.resolve("checkpoint/signer.key")).strip();
    for (Pod pod : cluster.pods()) {
      assertThat(pod.said().lines()).as(pod.name()).isNotEmpty().allMatch(ManifestsRunTest::isJson);
      assertThat(pod.said())
          .as(pod.name())
          .doesNotContain("Unrecognized configuration key")
          .doesNotContain(acme.key(), signer, "BEGIN PRIVATE KEY")
          .doesNotContain("Lovelace", "ada@");
    }
  }

  private static boolean isJson(String line) {
    try {
      return JSON.readTree(line).path("message").isTextual();
    } catch (JsonProcessingException _) {
      return false;
    }
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage(
            "a mount in the wrong place",
            "/etc/giftwarden/internal",
            "Deployment gift",
            "/spec/template/spec/containers/0/volumeMounts/0",
            mount -> mount.put("mountPath", "/etc/giftwarden/intern")),
        damage(
            "a misspelled key",
            "giftwarden.auth.issuer",
            "ConfigMap configuration",
            "/data",
            data -> data.set("GIFTWARDEN_AUTH_ISUER", data.remove("GIFTWARDEN_AUTH_ISSUER"))),
        damage(
            "a certificate of another name",
            "refusing to start",
            "Certificate internal",
            "/spec",
            spec -> spec.putArray("uris").add("spiffe://services.giftwarden.example/audit")),
        damage(
            "a wrong port",
            "",
            "Deployment gift",
            "/spec/template/spec/containers/0/ports/2",
            port -> port.put("containerPort", 8453)));
  }

  private static Arguments damage(
      String what, String said, String of, String at, Consumer<ObjectNode> change) {
    return Arguments.of(what, said, of, at, change);
  }

  /// @param said by the process that refuses to start; empty: it starts, and nobody finds it
  /// @param of the object of gift's that is changed: its kind, and how its name begins
  @ParameterizedTest(name = "Z7 {0} is a pod that never gets ready")
  @MethodSource("damages")
  @Order(4)
  void damaged(String what, String said, String of, String at, Consumer<ObjectNode> change) {
    List<JsonNode> objects =
        manifests.all().stream().map(manifest -> (JsonNode) manifest.json().deepCopy()).toList();
    List<JsonNode> found =
        objects.stream()
            .filter(object -> object.at("/metadata/namespace").asText().equals("giftwarden-gift"))
            .filter(object ->
                "%s %s"
                    .formatted(object.path("kind").asText(), object.at("/metadata/name").asText())
                    .startsWith(of))
            .map(object -> object.at(at))
            .toList();
    assertThat(found).hasSize(1);
    change.accept((ObjectNode) found.getFirst());
    Manifests others = new Manifests(objects.stream().map(Manifest::new).toList());
    if (said.isEmpty()) { // the process is the same: the kubelet and the Services go elsewhere
      Pod good = cluster.pods("giftwarden-gift").getFirst();
      Pod bad = new Pod(gift(others), good.name(), good.address(), good.log(), good.process());
      assertThat(good.isReady()).isTrue();
      assertThat(bad.isReady()).isFalse();
      return;
    }
    Pod pod = cluster.trial(others, "gift");
    assertThat(pod.end(FAILED_START)).isNotZero();
    assertThat(pod.isReady()).isFalse();
    assertThat(pod.said()).contains(said);
  }

  private static Manifest gift(Manifests manifests) {
    return manifests.find("Deployment", "giftwarden-gift", "gift").orElseThrow();
  }

  @Test
  @Order(5)
  @DisplayName("A11 one of each is killed, and gifts go on; the log has them all")
  void killOneOfEach() {
    cluster.killOneOfEach();
    cluster.until(Duration.ofMinutes(1), "a gift is sent", acme::canSend);
    acme.story();
    acme.story();
    assertThat(acme.call("audit", "/checkpoint", List.of()).body())
        .startsWith("giftwarden.example/audit\n");
  }
}
