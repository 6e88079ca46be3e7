package dev.giftwarden.gift.testing;

import dev.giftwarden.audit.client.testing.FakeAudit;
import dev.giftwarden.auth.client.testing.TestAuth;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything around gift-service in its tests: a PKI, a real PostgreSQL, and neighbours that speak
/// their real protocols over mutual TLS. A test has it in a field of this type.
public final class GiftStack implements QuarkusTestResourceLifecycleManager {

  private static final String ISSUER = "https://localhost:8441";

  private final GiftwardenStack base = new GiftwardenStack();
  private @Nullable TestAuth auth;
  private @Nullable FakeAudit audit;
  private Map<String, String> configuration = Map.of();

  @Override
  public Map<String, String> start() {
    base.init(Map.of("service", "gift"));
    configuration = new TreeMap<>(base.start());
    TestDatabase database = TestDatabase.ofThisJvm();
    auth = TestAuth.start(database.pki(), database.home().resolve("auth"), 0, ISSUER);
    audit = FakeAudit.start(database.pki(), database.home().resolve("audit"), "gift");
    configuration.put("giftwarden.auth.address", auth().address());
    configuration.put("giftwarden.auth.issuer", ISSUER);
    configuration.put("giftwarden.audit.address", "localhost:" + audit().port());
    return configuration;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(GiftStack.class));
  }

  public TestAuth auth() {
    return Objects.requireNonNull(auth);
  }

  public FakeAudit audit() {
    return Objects.requireNonNull(audit);
  }

  public int publicPort() {
    return port("quarkus.http.test-ssl-port");
  }

  public int internalPort() {
    return port("quarkus.grpc.server.test-port");
  }

  public int managementPort() {
    return port("quarkus.management.test-port");
  }

  public int claimPort() {
    return port("giftwarden.claim.port");
  }

  private int port(String name) {
    return Integer.parseInt(Objects.requireNonNull(configuration.get(name)));
  }

  @Override
  public void stop() {
    auth().close();
    audit().close();
    base.stop();
  }
}
