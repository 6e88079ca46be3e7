package dev.giftwarden.certs.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One event loop for every connection and every call, and a judge who can be held up.
class InternalHandshakesTest {
  @TempDir static Path temp;

  private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
  private final ExecutorService strangers = Executors.newCachedThreadPool();
  private TlsFolder gift;
  private Judge judge;
  private Server server;

  @BeforeEach
  void listen() throws IOException {
    Path pki = temp.resolve("pki");
    Pki issuer =
        Pki.exists(pki)
            ? Pki.open(pki, InstantSource.system())
            : Pki.init(pki, InstantSource.system());
    issuer.issueService("gift", List.of("localhost"), temp.resolve("gift"));
    gift = TlsFolder.open(temp.resolve("gift"), InstantSource.system());
    judge = new Judge(gift.trustingClients(Set.of(Kind.SERVICE)));
    server =
        new InternalHandshakes(1, 1)
            .listen(
                new InetSocketAddress("localhost", 0),
                InternalGrpcProvider.serverContext(gift, judge))
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .channelType(NioServerSocketChannel.class)
            .executor(loop)
            .addService(service())
            .build()
            .start();
  }

  @AfterEach
  void end() throws InterruptedException {
    judge.open.countDown();
    strangers.shutdown();
    server.shutdownNow().awaitTermination();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  private static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("giftwarden.test.Peer")
        .addMethod(
            PeerGrpc.WHO_AM_I,
            ServerCalls.asyncUnaryCall((_, answer) -> {
              answer.onNext("here");
              answer.onCompleted();
            }))
        .build();
  }

  private ManagedChannel channel() throws SSLException {
    var tls =
        GrpcSslContexts.forClient()
            .keyManager(gift.keyManager())
            .trustManager(gift.trustingServer(new SpiffeId.Service("gift")))
            .build();
    return NettyChannelBuilder.forAddress("localhost", server.getPort()).sslContext(tls).build();
  }

  private static String call(ManagedChannel channel) {
    return ClientCalls.blockingUnaryCall(
        channel,
        PeerGrpc.WHO_AM_I,
        CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
        "");
  }

  /// A caller whose judgement takes until the judge is open.
  private Future<String> heldUp() {
    return strangers.submit(() -> {
      ManagedChannel channel = channel();
      try {
        return call(channel);
      } finally {
        channel.shutdownNow();
      }
    });
  }

  @Test
  @DisplayName("M1 a chain that takes long to judge holds up no call on the internal port")
  void callsGoOn() throws Exception {
    ManagedChannel known = channel();
    try {
      assertThat(call(known)).isEqualTo("here");
      judge.slow = true;
      Future<String> waiting = heldUp();
      assertThat(judge.asked.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(call(known)).isEqualTo("here");
      assertThat(waiting.isDone()).isFalse();
      judge.open.countDown();
      assertThat(waiting.get()).isEqualTo("here");
    } finally {
      known.shutdownNow();
    }
  }

  @Test
  @DisplayName("M1 more handshakes than may wait are closed, and the next is served again")
  void closesWhatIsTooMany() throws Exception {
    judge.slow = true;
    heldUp();
    assertThat(judge.asked.await(10, TimeUnit.SECONDS)).isTrue();
    ManagedChannel second = channel();
    ManagedChannel third = channel();
    try {
      var both = new ExecutorCompletionService<String>(strangers);
      both.submit(() -> call(second));
      both.submit(() -> call(third));
      assertThatThrownBy(both.take()::get).hasMessageContaining("UNAVAILABLE");
      judge.open.countDown();
      assertThat(late()).isEqualTo("here");
    } finally {
      second.shutdownNow();
      third.shutdownNow();
    }
  }

  /// The first caller who is served: while those who waited are judged there may be no place yet.
  private String late() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      ManagedChannel late = channel();
      try {
        return call(late);
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      } finally {
        late.shutdownNow();
      }
    }
  }

  /// Judges as the listener does, once the latch is open where it is to be slow.
  private static final class Judge implements X509TrustManager {
    private final X509TrustManager trust;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean slow;

    Judge(X509TrustManager trust) {
      this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      if (slow) {
        asked.countDown();
        try {
          open.await();
        } catch (InterruptedException e) {
          throw new CertificateException(e);
        }
      }
      trust.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }
}
