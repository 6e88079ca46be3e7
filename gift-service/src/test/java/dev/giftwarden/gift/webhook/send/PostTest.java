package dev.giftwarden.gift.webhook.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Network;
import dev.giftwarden.gift.webhook.WebhookUrl;
import dev.giftwarden.gift.webhook.reach.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One request to a host that a stranger named.
class PostTest {
  private static final Reach LOCAL =
      new Reach(List.of(Network.of("127.0.0.0/8"), Network.of("::1/128")), List.of());
  private static final Reach USUAL = new Reach(List.of(), List.of());
  private static final Envelope ENVELOPE =
      new Envelope(Map.of("webhook-id", "msg_1"), "{}".getBytes(StandardCharsets.US_ASCII));
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Post.Limits SHORT =
      new Post.Limits(Duration.ofSeconds(2), Duration.ofSeconds(1));
  private static final Post.Limits LONG =
      new Post.Limits(Duration.ofSeconds(10), Duration.ofSeconds(30));

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Receiver receiver;

  @BeforeEach
  void start() {
    receiver = Receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
    threads.shutdownNow();
  }

  private Post post(Reach reach, Post.Lookup lookup) {
    return new Post(reach, lookup, Receiver.trust(), threads, LONG, CLOCK);
  }

  private Attempt send(Post post, String url) throws InterruptedException {
    return post.send(new WebhookUrl(url), ENVELOPE);
  }

  private static InetAddress[] loopback() {
    return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
  }

  @ParameterizedTest(name = "G8 an answer {0} is one, and is not followed")
  @ValueSource(ints = {200, 204, 301, 302, 307, 308, 400, 410, 429, 500})
  void answers(int status) throws Exception {
    receiver.answer(_ -> status);
    assertThat(send(post(LOCAL, _ -> loopback()), receiver.url("/hook?a=b")))
        .isEqualTo(new Attempt.Answered(status));
    assertThat(receiver.got()).extracting(Receiver.Got::path).containsExactly("/hook?a=b");
  }

  @Test
  @DisplayName("G8 a receiver that says when it wants to be asked again is heard")
  void hears() throws Exception {
    receiver.answer(_ -> 503);
    assertThat(send(post(LOCAL, _ -> loopback()), receiver.url("/")))
        .isEqualTo(new Attempt.Answered(503, Optional.of(Duration.ofMinutes(1))));
  }

  @Test
  @DisplayName("G8 this machine is not reached, whatever name it has")
  void notHere() throws Exception {
    assertThat(send(post(USUAL, InetAddress::getAllByName), receiver.url("/")))
        .isEqualTo(new Attempt.Failed("the host has an address that is not public"));
    assertThat(receiver.got()).isEmpty();
  }

  @Test
  @DisplayName("G8 one private address beside public ones is one too many")
  void mixed() throws Exception {
    var both =
        new InetAddress[] {InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("10.0.0.1")};
    assertThat(send(post(USUAL, _ -> both), "https://hooks.acme.example/"))
        .isEqualTo(new Attempt.Failed("the host has an address that is not public"));
  }

  @Test
  @DisplayName("G8 a name is looked up once, and the connection goes to what was checked")
  void rebinding() throws Exception {
    List<String> asked = new ArrayList<>();
    Post.Lookup turning =
        host -> {
          asked.add(host);
          return asked.size() == 1
              ? loopback()
              : new InetAddress[] {InetAddress.ofLiteral("169.254.169.254")};
        };
    assertThat(send(post(LOCAL, turning), receiver.url("/"))).isEqualTo(new Attempt.Answered(204));
    assertThat(asked).containsExactly("localhost");
    // A name of which no resolver but ours knows anything: nobody else was asked.
    Post.Lookup ours =
        host -> {
          asked.add(host);
          return loopback();
        };
    assertThat(send(post(LOCAL, ours), "https://nowhere.invalid:" + receiver.port() + "/"))
        .isEqualTo(new Attempt.Failed("no TLS with a certificate of this host that is trusted"));
  }

  @Test
  @DisplayName("G8 a receiver of roots that nobody added is not trusted, nor one of another name")
  void untrusted() throws Exception {
    var strict =
        new Post(LOCAL, _ -> loopback(), Trust.context(Optional.empty()), threads, LONG, CLOCK);
    var failed = new Attempt.Failed("no TLS with a certificate of this host that is trusted");
    assertThat(send(strict, receiver.url("/"))).isEqualTo(failed);
    assertThat(send(post(LOCAL, _ -> loopback()), "https://other.example:" + receiver.port() + "/"))
        .isEqualTo(failed);
    assertThat(receiver.got()).isEmpty();
  }

  @Test
  @DisplayName("G8 a receiver that does not answer costs a second here, and no more")
  void slow() throws Exception {
    var never = new CountDownLatch(1);
    receiver.answer(_ -> {
      try {
        var _ = never.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return 204;
    });
    var hasty = new Post(LOCAL, _ -> loopback(), Receiver.trust(), threads, SHORT, CLOCK);
    long begun = System.nanoTime();
    assertThat(send(hasty, receiver.url("/")))
        .isEqualTo(new Attempt.Failed("no answer within 1 s"));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    never.countDown();
  }

  @Test
  @DisplayName("G8 what speaks no TLS, nobody, and a name without address fail, each in its words")
  void fails() throws Exception {
    try (var plain = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      var _ =
          threads.submit(() -> {
            try (var one = plain.accept()) {
              one.getOutputStream()
                  .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
              return;
            }
          });
      assertThat(
              send(post(LOCAL, _ -> loopback()), "https://localhost:" + plain.getLocalPort() + "/"))
          .isInstanceOf(Attempt.Failed.class);
    }
    int closed = receiver.port();
    receiver.close();
    assertThat(send(post(LOCAL, _ -> loopback()), "https://localhost:" + closed + "/"))
        .isEqualTo(new Attempt.Failed("no connection"));
    Post.Lookup nothing =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThat(send(post(LOCAL, nothing), "https://hooks.acme.example/"))
        .isEqualTo(new Attempt.Failed("the host has no address"));
  }
}
