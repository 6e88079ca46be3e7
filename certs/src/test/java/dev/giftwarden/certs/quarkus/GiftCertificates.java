package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.Pki;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A PKI for one run, with the folders of a service named `gift`.
public final class GiftCertificates implements QuarkusTestResourceLifecycleManager {
  static final String FOLDER = "test.certificates";

  @Override
  public Map<String, String> start() {
    try {
      Path folder = Files.createTempDirectory("giftwarden-wiring");
      Pki pki = Pki.init(folder.resolve("pki"), InstantSource.system());
      pki.issueService("gift", List.of("localhost"), folder.resolve("internal"));
      pki.issueEdge("gift", List.of("localhost"), folder.resolve("public"));
      pki.issueDatabaseRole("gift", folder.resolve("database").resolve("gift"));
      return Map.of(
          FOLDER,
          folder.toString(),
          "quarkus.grpc.server.test-port",
          Integer.toString(freePort()),
          "giftwarden.tls.internal-folder",
          folder.resolve("internal").toString(),
          "giftwarden.tls.public-folder",
          folder.resolve("public").toString(),
          "giftwarden.database.folder",
          folder.resolve("database").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The clients of the application have to know it before the listener has it.
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void stop() {}
}
