package dev.giftwarden.edge.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Tls;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedEngineTest {
  @TempDir static Path temp;

  private static final UnreadableAnswer ANSWER =
      (_, _, _) ->
          CompletableFuture.completedStage(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.EMPTY_BUFFER));

  private static GuardedEngine engine() {
    ListenerConfig limits =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 100, new DurationConverter())
            .withMapping(ListenerConfig.class)
            .build()
            .getConfigMapping(ListenerConfig.class);
    return new GuardedEngine(limits, ANSWER, InstantSource.system(), new LongAdder());
  }

  @Test
  @DisplayName("M1 a client's chain is judged on a worker's thread, never on an event loop")
  void judgesElsewhere() throws Exception {
    Pki pki = Pki.init(temp.resolve("pki"), InstantSource.system());
    var _ = pki.issueEdge("gift", List.of("localhost"), temp.resolve("gift"));
    var _ = pki.issuePartner("acme", "erp", temp.resolve("acme"));
    TlsFolder gift = TlsFolder.open(temp.resolve("gift"), InstantSource.system());
    TlsFolder acme = TlsFolder.open(temp.resolve("acme"), InstantSource.system());
    var trust = new Noted(gift.trustingClients(Set.of(Kind.PARTNER)));
    Vertx vertx = Vertx.vertx();
    try {
      HttpServer server =
          vertx
              .createHttpServer(
                  new HttpServerOptions()
                      .setSsl(true)
                      .setSslEngineOptions(engine())
                      .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                      .setClientAuth(ClientAuth.REQUIRED)
                      .setKeyCertOptions(KeyCertOptions.wrap(gift.keyManager()))
                      .setTrustOptions(TrustOptions.wrap(trust)))
              .requestHandler(request -> request.response().end())
              .listen(0, "localhost")
              .toCompletionStage()
              .toCompletableFuture()
              .get();
      try (Socket plain = new Socket("localhost", server.actualPort());
          var socket =
              (SSLSocket)
                  Tls.as(acme, "gift")
                      .getSocketFactory()
                      .createSocket(plain, "localhost", server.actualPort(), true)) {
        socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).contains("200");
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
    assertThat(trust.thread.get()).isNotEmpty().doesNotContain("eventloop");
  }

  @Test
  @DisplayName("M1 a copy of the options, which Vert.x makes, judges there too")
  void copies() {
    assertThat(engine().copy().getUseWorkerThread()).isTrue();
  }

  /// Notes the thread that it is asked on.
  private static final class Noted extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;
    private final AtomicReference<String> thread = new AtomicReference<>("");

    Noted(X509ExtendedTrustManager trust) {
      this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      thread.set(Thread.currentThread().getName());
      trust.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      trust.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      trust.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trust.checkServerTrusted(chain, type, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }
}
