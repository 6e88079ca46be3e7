package dev.giftwarden.gift.claim;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.edge.listener.Arrival;
import dev.giftwarden.edge.listener.ListenerGuards;
import dev.giftwarden.edge.reception.BodyReader;
import dev.giftwarden.gift.watching.ClaimVisits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The listener that recipients come to: a port and a name of its own, behind the same guards as
/// the public API, and without a word about client certificates, for which browsers would ask
/// people. HTTP/1.1 alone; one request leads to one page.
@Startup
@Singleton
class ClaimServer {
  private static final Logger LOG = Logger.getLogger(ClaimServer.class);

  /// Recipients wait for each other before partners wait for them.
  private static final int WORKERS = 8;

  private static final int LONGEST_SECONDS = 30;

  private final Vertx vertx;
  private final ClaimConfig config;
  private final ClaimAddress address;
  private final PublicTls tls;
  private final ListenerGuards guards;
  private final BodyReader bodies;
  private final ClaimPages pages;
  private final ClaimVisits visits;
  private Optional<HttpServer> server = Optional.empty();
  private Optional<WorkerExecutor> workers = Optional.empty();

  ClaimServer(
      Vertx vertx,
      ClaimConfig config,
      ClaimAddress address,
      PublicTls tls,
      ListenerGuards guards,
      BodyReader bodies,
      ClaimPages pages,
      ClaimVisits visits) {
    this.vertx = vertx;
    this.config = config;
    this.address = address;
    this.tls = tls;
    this.guards = guards;
    this.bodies = bodies;
    this.pages = pages;
    this.visits = visits;
  }

  void start(@Observes StartupEvent event) {
    workers =
        Optional.of(
            vertx.createSharedWorkerExecutor("claims", WORKERS, LONGEST_SECONDS, TimeUnit.SECONDS));
    var options = new HttpServerOptions().setHost(config.host()).setPort(config.port());
    tls.customizeHttpsServer(options);
    guards.customizeHttpsServer(options);
    options
        .setClientAuth(ClientAuth.NONE)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
        .setHandle100ContinueAutomatically(false);
    HttpServer made = vertx.createHttpServer(options).requestHandler(this::take);
    try {
      made.listen().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new ConfigurationException(
          "refusing to start: nothing can listen on %s:%d for recipients (giftwarden.claim.port): %s"
              .formatted(config.host(), config.port(), e.getMessage()),
          e);
    }
    server = Optional.of(made);
    LOG.infof("Recipients find their gifts on https://%s:%d.", config.host(), config.port());
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(made -> made.close().toCompletionStage().toCompletableFuture().join());
    workers.ifPresent(WorkerExecutor::close);
  }

  private void take(HttpServerRequest request) {
    if (Arrival.hasGone(request)) {
      return;
    }
    Answers answers = new Answers(request, UUID.randomUUID());
    if (!isForUs(request)) {
      answers.end(pages.refused(ProblemType.MISDIRECTED_REQUEST, answers.language()));
    } else if (request.method() != HttpMethod.POST) {
      answers.work(() -> pages.get(answers.visitor()));
    } else {
      bodies.read(
          request,
          outcome -> {
            switch (outcome) {
              case BodyReader.Outcome.Whole(byte[] bytes) ->
                  answers.work(() -> pages.post(answers.visitor(), bytes));
              case BodyReader.Outcome.Refused(ProblemType type) ->
                  answers.end(pages.refused(type, answers.language()));
            }
          });
    }
  }

  /// By whatever names of itself a client knows us.
  private boolean isForUs(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    return hosts.size() == 1
        && address.isCalled(hosts.getFirst())
        && Arrival.of(request).names().stream().allMatch(address.host()::equals)
        && request.uri().startsWith("/");
  }

  /// Answers one request, once.
  private final class Answers {
    private final HttpServerRequest request;
    private final UUID id;

    Answers(HttpServerRequest request, UUID id) {
      this.request = request;
      this.id = id;
    }

    ClaimPages.Visitor visitor() {
      Arrival arrival = Arrival.of(request);
      return new ClaimPages.Visitor(
          request.method().name(),
          request.uri(),
          Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)).orElse(""),
          language(),
          new Origin(Optional.empty(), arrival.address(), id),
          arrival.origin());
    }

    Language language() {
      return Language.of(
          Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)).orElse(""));
    }

    void work(Callable<ClaimPages.Page> making) {
      workers
          .orElseThrow()
          .executeBlocking(making, false)
          .onSuccess(this::end)
          .onFailure(failure -> {
            LOG.errorf(failure, "Request %s of a recipient failed.", id);
            end(pages.refused(ProblemType.BUSY, language()));
          });
    }

    /// A page can be there before the end of a request that has no body has been seen: nothing of
    /// it is unread for that.
    void end(ClaimPages.Page page) {
      HttpServerResponse response = request.response();
      if (response.ended() || response.closed()) {
        return;
      }
      visits.answered(page.status());
      response.setStatusCode(page.status()).putHeader("X-Request-Id", id.toString());
      page.headers().forEach(response::putHeader);
      boolean unread = BodyReader.mayHaveBody(request) && !request.isEnded();
      if (unread) {
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
      if (request.method() == HttpMethod.HEAD) {
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(page.html().length));
        response.end();
      } else {
        response.end(Buffer.buffer(page.html()));
      }
      if (unread) {
        request.connection().close();
      }
    }
  }
}
