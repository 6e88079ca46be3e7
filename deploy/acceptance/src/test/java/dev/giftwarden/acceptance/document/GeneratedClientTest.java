package dev.giftwarden.acceptance.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Node;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Clients that stock generators make of gift's document, as a partner would have them made.
class GeneratedClientTest {
  private static final House HOUSE = House.started();
  private static final Path TARGET = Repository.ROOT.resolve("deploy/acceptance/target");

  @Test
  @DisplayName("U1 a client generated in Java compiles, and sends a gift with certificate and key")
  void java() throws Exception {
    Path sources = generate();
    Path classes = compile(sources);
    Partner acme = Partner.enterprise(HOUSE, "generated");
    Map<String, String> done;
    try (var loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, GeneratedClientTest.class.getClassLoader())) {
      done =
          program(loader)
              .apply(
                  HttpClient.newBuilder().sslContext(connection(acme)),
                  Map.of("service", HOUSE.gift, "key", acme.sender().secret()));
    }
    assertThat(done.get("sent")).startsWith("gft_").isEqualTo(done.get("again"));
    assertThat(done)
        .containsEntry("name", "A***")
        .containsEntry("sub-account", "null")
        .containsEntry("then", "sent");
    assertThat(Instant.parse(done.get("at"))).isBefore(Instant.now());
  }

  @Test
  @DisplayName(
      "U1 a client typed by openapi-typescript compiles, and sends a gift with both as well")
  void typeScript() {
    Node.tool(
        "openapi-typescript",
        Repository.ROOT.resolve("gift-service/target/openapi/gift.json").toString(),
        "--output",
        "client/gift.d.ts");
    Node.tool("tsc", "--project", "client");
    Partner acme = Partner.enterprise(HOUSE, "typed");
    JsonNode done =
        Node.run(
            "client/made/send.js",
            Map.of(
                "service", HOUSE.gift,
                "ca", HOUSE.root().toString(),
                "cert", acme.certificate.certificate().toString(),
                "key", acme.certificate.key().toString(),
                "apiKey", acme.sender().secret()));
    assertThat(done.path("sent").asText())
        .startsWith("gft_")
        .isEqualTo(done.path("again").asText());
    assertThat(done.path("name").asText()).isEqualTo("A***");
    assertThat(done.path("state").asText()).isEqualTo("sent");
    assertThat(done.path("problem").asText()).endsWith("/not-found");
  }

  @SuppressWarnings("unchecked") // compiled a moment ago from clients/java/SendGift.java
  private static BiFunction<HttpClient.Builder, Map<String, String>, Map<String, String>> program(
      ClassLoader loader) throws ReflectiveOperationException {
    return (BiFunction<HttpClient.Builder, Map<String, String>, Map<String, String>>)
        loader.loadClass("SendGift").getConstructor().newInstance();
  }

  private static SSLContext connection(Partner partner) {
    InstantSource clock = InstantSource.system();
    TlsFolder roots = TlsFolder.open(HOUSE.home().given(Service.GIFT).resolve("public"), clock);
    Path shown = Objects.requireNonNull(partner.certificate.folder());
    return Tls13.context(
        TlsFolder.open(shown, clock).keyManager(),
        roots.trustingServer(new SpiffeId.Service(Service.GIFT.id())));
  }

  private static Path generate() {
    Path folder = TARGET.resolve("clients/java");
    Command.run(
            Repository.ROOT,
            Duration.ofMinutes(3),
            Map.of(),
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-jar",
            TARGET.resolve("tools/openapi-generator-cli.jar").toString(),
            "generate",
            "--generator-name=java",
            "--library=native",
            "--input-spec=" + Repository.ROOT.resolve("gift-service/target/openapi/gift.json"),
            "--output=" + folder,
            "--additional-properties=useJakartaEe=true,openApiNullable=false")
        .succeeded();
    return folder.resolve("src/main/java");
  }

  private static Path compile(Path generated) throws IOException {
    Path program = Repository.ROOT.resolve("deploy/acceptance/src/test/clients/java/SendGift.java");
    Path classes = Files.createDirectories(TARGET.resolve("clients/java-classes"));
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    StringWriter said = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(generated)) {
      List<Path> all =
          Stream.concat(
                  sources.filter(file -> file.toString().endsWith(".java")), Stream.of(program))
              .toList();
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-proc:none", "-nowarn", "-d", classes.toString()),
                  null,
                  files.getJavaFileObjectsFromPaths(all))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
    return classes;
  }
}
