package dev.giftwarden.auth.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.remote.TrustWatcher;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExchangeRequest;
import dev.giftwarden.auth.v1.PresentedKey;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Grpc;
import io.grpc.ManagedChannel;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;

/// Another service at auth's internal port: its certificate, its channel, its view of the trust
/// feed.
public final class Peer implements AutoCloseable {
  private final TlsFolder tls;
  private final ManagedChannel channel;
  private final List<TrustWatcher> watchers = new ArrayList<>();

  private Peer(TlsFolder tls, ManagedChannel channel) {
    this.tls = tls;
    this.channel = channel;
  }

  public static Peer service(String name) {
    var folder = TestDatabase.ofThisJvm().home().resolve("peers/" + name);
    GiftwardenStack.pki().issueService(name, List.of("localhost"), folder);
    var tls = TlsFolder.open(folder, InstantSource.system());
    int port = ConfigProvider.getConfig().getValue("quarkus.grpc.server.test-port", Integer.class);
    return new Peer(tls, Grpc.channel(port, tls, "auth"));
  }

  public PeerCertificate own() {
    return tls.own();
  }

  public AuthServiceGrpc.AuthServiceBlockingStub stub() {
    return AuthServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  /// A key as a service relays it, with what its partner showed on the connection.
  public static ExchangeRequest presented(JsonNode key, List<X509Certificate> chain) {
    return presented(key.get("key").asText(), "127.0.0.1", chain);
  }

  /// @param address where the service says that the key came from
  public static ExchangeRequest presented(String key, String address, List<X509Certificate> chain) {
    return ExchangeRequest.newBuilder()
        .setKey(
            PresentedKey.newBuilder()
                .setApiKey(key)
                .addAllCertificateChain(chain.stream().map(Peer::der).toList())
                .setSourceAddress(address)
                .setRequestId(UUID.randomUUID().toString()))
        .build();
  }

  public static ByteString der(X509Certificate certificate) {
    try {
      return ByteString.copyFrom(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  /// Follows the trust feed from here on; returns when it may decide.
  public TrustState follow() {
    var state =
        new TrustState(
            InstantSource.system(), System::nanoTime, Duration.ofSeconds(10), tls::roots);
    watchers.add(TrustWatcher.start(channel, state));
    if (!awaits(Duration.ofSeconds(20), () -> state.objection().isEmpty())) {
      throw new AssertionError("no snapshot: " + state.objection());
    }
    return state;
  }

  /// Whether it became true in time.
  public boolean awaits(Duration longest, BooleanSupplier condition) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }

  @Override
  public void close() {
    watchers.forEach(TrustWatcher::close);
    channel.shutdownNow();
  }
}
