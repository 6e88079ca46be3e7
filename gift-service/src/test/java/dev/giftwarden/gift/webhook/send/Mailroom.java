package dev.giftwarden.gift.webhook.send;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.recipient.StoredPerson;
import dev.giftwarden.gift.sealing.DataKey;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.Owner;
import dev.giftwarden.gift.sealing.Part;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.webhook.WebhookSecret;
import dev.giftwarden.gift.webhook.reach.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Endpoints of one account and what waits for them, as rows of a real database, two receivers on
/// real HTTPS, and senders with a clock of the test's own.
final class Mailroom implements AutoCloseable {
  static final TenantScope OWNER =
      new TenantScope(new AccountId("sender-acme"), Optional.empty(), Environment.TEST);
  private static final RandomIds IDS = new RandomIds(new SecureRandom());

  final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  final WebhookSecret secret = WebhookSecret.next(new SecureRandom());
  final Keys keys;
  final Receiver receiver = Receiver.start();
  final Receiver other = Receiver.start();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().plus(Duration.ofMinutes(1)));

  /// @param folder an empty one, for keys
  Mailroom(Path folder) throws IOException {
    Files.writeString(folder.resolve("kek-1"), "07".repeat(32));
    Files.writeString(folder.resolve("email-index"), "08".repeat(32));
    Files.writeString(folder.resolve("current"), "kek-1");
    keys = Keys.of(folder, new SecureRandom());
  }

  @Override
  public void close() throws SQLException {
    threads.shutdownNow();
    receiver.close();
    other.close();
    asPostgres("delete from webhook where account = 'sender-acme'");
    asPostgres("delete from recipient where account = 'sender-acme'");
  }

  Instant now() {
    return now.get();
  }

  /// As whoever sends.
  static Database database() {
    return new Database(TestDatabase.ofThisJvm().dataSource(ServiceDatabase.GIFT, "gift_webhooks"));
  }

  Sender sender() {
    return sender(keys, threads, now::get);
  }

  /// Of all that waits, to endpoints on this machine alone.
  static Sender sender(Keys keys, ExecutorService threads, InstantSource clock) {
    var local = new Reach(List.of(Network.of("127.0.0.0/8"), Network.of("::1/128")), List.of());
    Post.Lookup here = _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
    return new Sender(
        database(),
        keys,
        new Post(local, here, Receiver.trust(), threads, Post.Limits.USUAL, clock),
        new Backoff(new Random(1)),
        clock,
        threads);
  }

  String webhook(String url, Optional<WebhookSecret> before) throws SQLException {
    var id = WebhookId.next(IDS);
    WrappedKey wrapped = secret.wrap(keys, OWNER, id);
    byte @Nullable [] previous = before.map(old -> old.wrap(keys, OWNER, id).bytes()).orElse(null);
    asPostgres(
        """
        insert into webhook (id, account, environment, url, events, active, kek, secret,
                             previous_secret, previous_until, created_at)
        values (?, 'sender-acme', 'test', ?, array['gift.sent'], true, 'kek-1', ?, ?,
                case when ?::boolean then ?::timestamptz end, now())
        """,
        id.value(),
        url,
        wrapped.bytes(),
        previous,
        previous != null,
        now.get().plusSeconds(60).atOffset(ZoneOffset.UTC));
    return id.value();
  }

  static void asPostgres(String sql, @Nullable Object... values) throws SQLException {
    try (Connection postgres = GiftDatabase.as("postgres")) {
      GiftDatabase.update(postgres, sql, values);
      postgres.commit();
    }
  }

  static long count(String where) throws SQLException {
    try (Connection postgres = GiftDatabase.as("postgres")) {
      return GiftDatabase.number(
          postgres,
          "select count(*) from webhook_delivery where account = 'sender-acme' and " + where);
    }
  }

  static void queue(String to, String gift, String type) throws SQLException {
    asPostgres(
        """
        insert into webhook_delivery (id, webhook_id, account, environment, type, happened_at,
                                      gift_id, budget_id, recipient_id, amount, currency)
        values (?, ?, 'sender-acme', 'test', ?, now(), ?, 'bud_1', 'rcp_1', 1, 'EUR')
        """,
        GiftDatabase.id("msg_"),
        to,
        type,
        gift);
  }

  void later(Duration by) {
    now.updateAndGet(time -> time.plus(by));
  }

  /// A recipient of the account, sealed as the service does it.
  String recipient() throws SQLException {
    var ada =
        new PersonalData(
            new PersonName("Ada Lovelace"), new EmailAddress("ada@lovelace.example"), null, null);
    return recipient(StoredPerson.bytes(ada));
  }

  String recipient(byte[] person) throws SQLException {
    var owner = new Owner(OWNER.account(), OWNER.environment(), RecipientId.next(IDS));
    DataKey key = keys.next(owner);
    WrappedKey wrapped = keys.wrap(key);
    asPostgres(
        """
        insert into recipient (id, account, environment, kek, wrapped_key, sealed, email_index,
                               created_at)
        values (?, 'sender-acme', 'test', ?, ?, ?, decode(repeat('00', 32), 'hex'), now())
        """,
        owner.recipient().value(),
        wrapped.kek(),
        wrapped.bytes(),
        key.seal(Part.PERSON, person));
    return owner.recipient().value();
  }
}
