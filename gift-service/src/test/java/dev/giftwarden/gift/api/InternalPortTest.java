package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Grpc;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class InternalPortTest extends ApiTest {

  private final TestDatabase home = TestDatabase.ofThisJvm();

  @Test
  @DisplayName("M1 the internal port tells the service itself how it fares")
  void tellsItself() {
    stack().auth().awaitConsumers(1);

    assertThat(ask(home.home().resolve("gift/internal"))).isEqualTo(ServingStatus.SERVING.name());
  }

  @Test
  @DisplayName("M1 a service that has no business there is told nothing, and that is recorded")
  void refusesOtherServices() {
    Path audit = home.home().resolve("audit");

    assertThat(ask(audit)).isEqualTo(Status.Code.PERMISSION_DENIED.name());
    assertThat(
            stack().audit().await(1, event -> event.action().equals("grpc.health.v1.Health/Check")))
        .last()
        .satisfies((AuditEvent event) -> {
          assertThat(event.actor()).isEqualTo("spiffe://services.giftwarden.example/audit");
          assertThat(event.outcome().text()).isEqualTo("refused");
          assertThat(event.apiVersion()).isEmpty();
        });
  }

  @Test
  @DisplayName("M1 a partner's certificate does not get past the handshake")
  void refusesPartners() {
    Path partner = home.home().resolve("partner-inside");
    var _ = home.pki().issuePartner("acme", "inside", partner);

    assertThat(ask(partner)).isEqualTo(Status.Code.UNAVAILABLE.name());
  }

  private String ask(Path certificate) {
    TlsFolder tls = TlsFolder.open(certificate, InstantSource.system());
    ManagedChannel channel = Grpc.channel(stack().internalPort(), tls, "gift");
    try {
      return HealthGrpc.newBlockingStub(channel)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus()
          .name();
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode().name();
    } finally {
      channel.shutdownNow();
    }
  }
}
