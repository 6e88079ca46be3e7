package dev.giftwarden.gift.webhook.send;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import dev.giftwarden.edge.service.DatabaseOptions;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.webhook.reach.Reach;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A process of its own that sends what waits: it alone reaches the internet, and listens nowhere.
/// Its role at the database sees the queue and the endpoints.
@Command(
    name = "webhooks",
    description = "Send what waits to be sent to webhooks, until it is told to stop.",
    mixinStandardHelpOptions = true)
public final class SendWebhooks implements Callable<Integer> {
  private static final String ROLE = "gift_webhooks";
  private static final String OPEN = "GIFTWARDEN_WEBHOOKS_ALLOWED_NETWORKS";
  private static final String CLOSED = "GIFTWARDEN_WEBHOOKS_FORBIDDEN_NETWORKS";
  private static final String ROOTS = "GIFTWARDEN_WEBHOOKS_TRUST";
  private static final String KEYS = "GIFTWARDEN_KEYS_FOLDER";

  /// Until the next try where the database is away.
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// A database that goes away without a word.
  private static final int SOCKET_TIMEOUT_SECONDS = 30;

  /// Longer than an attempt.
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

  @Mixin DatabaseOptions database = new DatabaseOptions();

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      defaultValue = "${env:" + KEYS + "}",
      description = "The keys that secrets are wrapped by. Default: " + KEYS + ".")
  @Nullable Path keys;

  @Option(
      names = "--allowed-networks",
      paramLabel = "CIDR,...",
      defaultValue = "${env:" + OPEN + "}",
      description = "Sent to although they are not public: DANGEROUS. Default: " + OPEN + ".")
  @Nullable String open;

  @Option(
      names = "--forbidden-networks",
      paramLabel = "CIDR,...",
      defaultValue = "${env:" + CLOSED + "}",
      description = "Our own, never sent to. Default: " + CLOSED + ".")
  @Nullable String closed;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      defaultValue = "${env:" + ROOTS + "}",
      description = "More roots than the platform's, in PEM. Default: " + ROOTS + ".")
  @Nullable Path roots;

  @Spec CommandSpec spec;

  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public Integer call() throws InterruptedException {
    if (keys == null) {
      throw new IllegalArgumentException("set " + KEYS + ", or give --keys");
    }
    DataSource role = database.as(ROLE, Audience.GIFT);
    if (role instanceof PGSimpleDataSource plain) {
      plain.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
      plain.setTcpKeepAlive(true);
    }
    var random = new SecureRandom();
    InstantSource clock = InstantSource.system();
    Keys ring = Keys.of(keys, random);
    var reach = new Reach(networks(open), networks(closed));
    if (!reach.open().isEmpty()) {
      say("DANGEROUS: sends to " + networks(open).stream().map(Network::text).toList() + " too.");
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var post =
          new Post(
              reach,
              InetAddress::getAllByName,
              Trust.context(Optional.ofNullable(roots)),
              threads,
              Post.Limits.USUAL,
              clock);
      run(new Sender(new Database(role), ring, post, new Backoff(random), clock, threads), ring);
    }
    return 0;
  }

  private void run(Sender sender, Keys ring) throws InterruptedException {
    var end = new Thread(() -> stop(sender));
    Runtime.getRuntime().addShutdownHook(end);
    say("Sending what waits.");
    while (!sender.isClosing()) {
      ring.look();
      try {
        sender.send();
      } catch (DatabaseException away) {
        say("Waiting for the database: " + away.getMessage());
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    }
    sender.finish();
    stopped.countDown();
  }

  private void stop(Sender sender) {
    sender.close();
    try {
      var _ = stopped.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Network> networks(@Nullable String text) {
    return text == null || text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).map(Network::of).toList();
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
