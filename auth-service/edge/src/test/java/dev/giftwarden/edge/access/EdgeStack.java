package dev.giftwarden.edge.access;

import dev.giftwarden.certs.Pki;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.edge.start.BakedProperty;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Certificates for a service that calls itself gift, and a place for its auth to listen.
public final class EdgeStack implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    BakedProperty.install(); // as a service's command does
    try {
      Path folder = Files.createTempDirectory("edge-test");
      Pki pki = Pki.init(folder.resolve("pki"), InstantSource.system());
      var _ = pki.issueService("gift", List.of("localhost"), folder.resolve("internal"));
      var _ = pki.issueEdge("gift", List.of("localhost", "page.test"), folder.resolve("public"));
      var _ = pki.issuePartner("acme", "erp", folder.resolve("acme"));
      var _ = pki.issuePartner("bluebird", "erp", folder.resolve("bluebird"));
      var _ = pki.issueOperator("olga", folder.resolve("olga"));
      return Map.of(
          "giftwarden.tls.internal-folder", folder.resolve("internal").toString(),
          "giftwarden.tls.public-folder", folder.resolve("public").toString(),
          "giftwarden.auth.address", "localhost:" + FreePorts.find(1).getFirst(),
          "giftwarden.auth.issuer", "https://localhost:8441",
          "edge.test.folder", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {}
}
