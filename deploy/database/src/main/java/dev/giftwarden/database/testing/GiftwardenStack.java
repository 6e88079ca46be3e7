package dev.giftwarden.database.testing;

import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.recipients.RecipientKeys;
import dev.giftwarden.database.ServiceDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a service needs around it in its tests: a PKI, a real PostgreSQL with its schema, its
/// certificates, free ports, and the configuration that names them.
///
/// ```java
/// @QuarkusTestResource(value = GiftwardenStack.class, initArgs = @ResourceArg(name = "service", value = "gift"))
/// ```
///
/// The PKI and the server are made once per JVM and serve all its tests. Neighbours are not
/// started: `giftwarden.auth.address` and `giftwarden.audit.address` name free ports that a test
/// may listen on, with a certificate from [#pki()].
public final class GiftwardenStack implements QuarkusTestResourceLifecycleManager {

  private ServiceDatabase service = ServiceDatabase.AUTH;

  @Override
  public void init(Map<String, String> arguments) {
    String name = arguments.get("service");
    if (name == null) {
      throw new IllegalArgumentException("say which: @ResourceArg(name = \"service\", value = …)");
    }
    service = ServiceDatabase.valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Override
  public Map<String, String> start() {
    TestDatabase database = TestDatabase.ofThisJvm();
    database.migrate(service);
    Path internal = database.home().resolve(service.id() + "/internal");
    Path edge = database.home().resolve(service.id() + "/public");
    pki().issueService(service.id(), List.of("localhost"), internal);
    pki().issueEdge(service.id(), List.of("localhost"), edge);

    Path partners = database.home().resolve(service.id() + "/partners");
    pki().handOverPartnerCa(partners);

    Path keys = database.home().resolve("recipients");
    RecipientKeys.makeIfAbsent(keys);

    Map<String, String> configuration = new HashMap<>(ports());
    configuration.put("giftwarden.keys.folder", keys.toString());
    configuration.put("giftwarden.partners.folder", partners.toString());
    configuration.put("giftwarden.tls.internal-folder", internal.toString());
    configuration.put("giftwarden.tls.public-folder", edge.toString());
    configuration.put("giftwarden.database.address", "localhost:" + database.port());
    configuration.put("giftwarden.database.folder", database.roles().toString());
    return configuration;
  }

  /// Every service is told the same things about its neighbours; who does not ask is not disturbed.
  private static Map<String, String> ports() {
    List<Integer> free = FreePorts.find(6);
    Map<String, String> configuration = new HashMap<>();
    for (String prefix : List.of("quarkus.http.", "quarkus.http.test-")) {
      configuration.put(prefix + "ssl-port", free.get(0).toString());
    }
    for (String name : List.of("port", "test-port")) {
      configuration.put("quarkus.grpc.server." + name, free.get(1).toString());
      configuration.put("quarkus.management." + name, free.get(2).toString());
    }
    configuration.put("giftwarden.auth.address", "localhost:" + free.get(3));
    configuration.put("giftwarden.audit.address", "localhost:" + free.get(4));
    configuration.put("giftwarden.claim.port", free.get(5).toString());
    configuration.put("giftwarden.claim.address", "https://localhost:" + free.get(5));
    for (String of : List.of("key", "client", "account")) {
      configuration.put("giftwarden.quota.standard.per-" + of, "100000000");
      configuration.put("giftwarden.quota.enterprise.per-" + of, "200000000");
    }
    configuration.put("giftwarden.quota.per-address", "100000000");
    configuration.put("giftwarden.auth.issuer", "https://localhost:8441");
    configuration.put("giftwarden.audit.verifier-key", pki().checkpointVerifier().toString());
    configuration.put("giftwarden.checkpoint.signer-key", pki().checkpointSigner().toString());
    return configuration;
  }

  /// The server and the PKI stay for the next test class.
  @Override
  public void stop() {}

  /// Issues whatever certificate a test wants.
  public static Pki pki() {
    return TestDatabase.ofThisJvm().pki();
  }
}
