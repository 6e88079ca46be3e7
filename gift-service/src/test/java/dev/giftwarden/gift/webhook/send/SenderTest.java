package dev.giftwarden.gift.webhook.send;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sender over a real database and real HTTPS, with a clock of the test's own.
class SenderTest {
  private static final TenantScope OWNER =
      new TenantScope(new AccountId("sender-acme"), Optional.empty(), Environment.LIVE);
  private static final RandomIds IDS = new RandomIds(new SecureRandom());

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().plus(Duration.ofMinutes(1)));
  private final WebhookSecret secret = WebhookSecret.next(new SecureRandom());
  private Keys keys;
  private Receiver receiver;
  private Receiver other;
  private String webhook;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("kek-1"), "07".repeat(32));
    Files.writeString(folder.resolve("email-index"), "08".repeat(32));
    Files.writeString(folder.resolve("current"), "kek-1");
    keys = Keys.of(folder, new SecureRandom());
    receiver = Receiver.start();
    other = Receiver.start();
    webhook = webhook(receiver.url("/hook"), Optional.empty());
  }

  @AfterEach
  void stop() throws SQLException {
    threads.shutdownNow();
    receiver.close();
    other.close();
    try (Connection postgres = GiftDatabase.as("postgres")) {
      GiftDatabase.update(postgres, "delete from webhook where account = 'sender-acme'");
      GiftDatabase.update(postgres, "delete from recipient where account = 'sender-acme'");
      postgres.commit();
    }
  }

  private Sender sender() {
    var local = new Reach(List.of(Network.of("127.0.0.0/8"), Network.of("::1/128")), List.of());
    Post.Lookup here = _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
    return new Sender(
        new Database(TestDatabase.ofThisJvm().dataSource(ServiceDatabase.GIFT, "gift_webhooks")),
        keys,
        new Post(local, here, Receiver.trust(), threads, Post.Limits.USUAL, now::get),
        new Backoff(new Random(1)),
        now::get,
        threads);
  }

  private String webhook(String url, Optional<WebhookSecret> before) throws SQLException {
    var id = WebhookId.next(IDS);
    WrappedKey wrapped = secret.wrap(keys, OWNER, id);
    byte @Nullable [] previous = before.map(old -> old.wrap(keys, OWNER, id).bytes()).orElse(null);
    asPostgres(
        """
        insert into webhook (id, account, environment, url, events, active, kek, secret,
                             previous_secret, previous_until, created_at)
        values (?, 'sender-acme', 'live', ?, array['gift.sent'], true, 'kek-1', ?, ?,
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

  private static void asPostgres(String sql, @Nullable Object... values) throws SQLException {
    try (Connection postgres = GiftDatabase.as("postgres")) {
      GiftDatabase.update(postgres, sql, values);
      postgres.commit();
    }
  }

  private static long count(String where) throws SQLException {
    try (Connection postgres = GiftDatabase.as("postgres")) {
      return GiftDatabase.number(
          postgres,
          "select count(*) from webhook_delivery where account = 'sender-acme' and " + where);
    }
  }

  private static void queue(String to, String gift, String type) throws SQLException {
    asPostgres(
        """
        insert into webhook_delivery (id, webhook_id, account, environment, type, happened_at,
                                      gift_id, budget_id, recipient_id, amount, currency)
        values (?, ?, 'sender-acme', 'live', ?, now(), ?, 'bud_1', 'rcp_1', 1, 'EUR')
        """,
        GiftDatabase.id("msg_"),
        to,
        type,
        gift);
  }

  private void later(Duration by) {
    now.updateAndGet(time -> time.plus(by));
  }

  private static String type(Receiver.Got got) {
    return got.body().replaceFirst("\\{\"type\":\"([^\"]*)\".*", "$1");
  }

  @Test
  @DisplayName("G8 events of one gift come one after the other, in their order")
  void ordered() throws Exception {
    List<String> life = List.of("gift.sent", "gift.viewed", "gift.claimed", "gift.shipped");
    for (String type : life) {
      queue(webhook, "gft_1", type);
    }
    assertThat(sender().drain()).isEqualTo(4);
    assertThat(receiver.got()).extracting(SenderTest::type).containsExactlyElementsOf(life);
    assertThat(count("status = 'delivered' and last_status = 204")).isEqualTo(4);
    var first = receiver.got().getFirst();
    assertThat(first.signature())
        .isEqualTo(
            secret.sign(
                Envelope.signed(
                    first.id(), first.timestamp(), first.body().getBytes(StandardCharsets.UTF_8))));
    assertThat(first.timestamp()).isEqualTo(Long.toString(now.get().getEpochSecond()));
  }

  @Test
  @DisplayName("G8 what fails keeps what comes behind it waiting, and nothing of another gift")
  void blocks() throws Exception {
    queue(webhook, "gft_1", "gift.sent");
    queue(webhook, "gft_1", "gift.viewed");
    queue(webhook, "gft_2", "gift.sent");
    receiver.answer(got -> got.body().contains("gft_1") ? 503 : 200);
    var sender = sender();
    assertThat(sender.drain()).isEqualTo(2);
    assertThat(sender.drain()).as("not before its pause is over").isZero();
    later(Duration.ofSeconds(59));
    assertThat(sender.drain()).as("not before it wants to").isZero();
    later(Duration.ofSeconds(7));
    receiver.answer(_ -> 200);
    assertThat(sender.drain()).isEqualTo(2);
    assertThat(receiver.got())
        .filteredOn(got -> got.body().contains("gft_1"))
        .extracting(SenderTest::type)
        .containsExactly("gift.sent", "gift.sent", "gift.viewed");
    assertThat(receiver.got().get(0).id()).isNotEqualTo(receiver.got().get(1).id());
    assertThat(count("status = 'delivered'")).isEqualTo(3);
    assertThat(count("attempts = 2")).isEqualTo(1);
  }

  @Test
  @DisplayName("G8 after three days it is a dead letter, and what waited behind it goes on")
  void dies() throws Exception {
    queue(webhook, "gft_1", "gift.sent");
    receiver.answer(_ -> 500);
    var sender = sender();
    int attempts = 0;
    while (count("status = 'waiting'") > 0) {
      attempts += sender.drain();
      later(Duration.ofHours(7));
    }
    assertThat(attempts).isBetween(9, 13);
    assertThat(count("status = 'dead' and last_status = 500 and done_at is not null")).isOne();
    queue(webhook, "gft_1", "gift.viewed");
    receiver.answer(_ -> 200);
    assertThat(sender.drain()).isOne();
  }

  @Test
  @DisplayName("G8 a receiver that says 410 is believed at once")
  void gone() throws Exception {
    queue(webhook, "gft_1", "gift.sent");
    receiver.answer(_ -> 410);
    assertThat(sender().drain()).isOne();
    assertThat(count("status = 'dead' and last_status = 410")).isOne();
  }

  @Test
  @DisplayName("G8 until the overlap of a rotation is over both secrets sign, then the new one")
  void overlaps() throws Exception {
    var before = WebhookSecret.next(new SecureRandom());
    String rotated = webhook(receiver.url("/rotated"), Optional.of(before));
    queue(rotated, "gft_1", "gift.sent");
    var sender = sender();
    assertThat(sender.drain()).isOne();
    later(Duration.ofSeconds(61));
    queue(rotated, "gft_2", "gift.sent");
    assertThat(sender.drain()).isOne();
    for (var got : receiver.got()) {
      byte[] signed =
          Envelope.signed(got.id(), got.timestamp(), got.body().getBytes(StandardCharsets.UTF_8));
      assertThat(got.signature()).startsWith(secret.sign(signed));
      assertThat(got.signature().contains(before.sign(signed)))
          .isEqualTo(got.body().contains("gft_1"));
    }
  }

  @Test
  @DisplayName("G8 what is not active gets nothing, and an unreadable secret is in nobody's way")
  void inactive() throws Exception {
    String broken = webhook(receiver.url("/broken"), Optional.empty());
    asPostgres("update webhook set secret = decode(repeat('00', 60), 'hex') where id = ?", broken);
    queue(broken, "gft_1", "gift.sent");
    String off = webhook(receiver.url("/off"), Optional.empty());
    asPostgres("update webhook set active = false where id = ?", off);
    queue(off, "gft_1", "gift.sent");
    queue(webhook, "gft_1", "gift.sent");
    assertThat(sender().drain()).isEqualTo(2);
    assertThat(receiver.got()).extracting(Receiver.Got::path).containsExactly("/hook");
    assertThat(count("last_error like 'its secret cannot be read%' and status = 'waiting'"))
        .isOne();
  }

  @Test
  @DisplayName("G8 a slow receiver keeps four attempts waiting, and no other endpoint")
  void slow() throws Exception {
    var open = new CountDownLatch(1);
    receiver.answer(_ -> {
      try {
        var _ = open.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return 200;
    });
    String quick = webhook(other.url("/quick"), Optional.empty());
    for (int i = 0; i < 20; i++) {
      queue(webhook, "gft_slow" + i, "gift.sent");
      queue(quick, "gft_quick" + i, "gift.sent");
    }
    var sender = sender();
    var served = threads.submit(sender::drain);
    while (other.got().size() < 20 && !served.isDone()) {
      Thread.onSpinWait();
    }
    assertThat(other.got()).hasSize(20);
    assertThat(receiver.got()).hasSizeLessThanOrEqualTo(QueueTable.MOST_EACH);
    open.countDown();
    served.get(30, TimeUnit.SECONDS);
    assertThat(sender().drain() + receiver.got().size()).isGreaterThanOrEqualTo(20);
  }

  @Test
  @DisplayName("G8 two senders at once send each message once, and each gift's in order")
  void two() throws Exception {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      queue(webhook, "gft_" + i % 10, "gift.sent");
    }
    var both = List.of(threads.submit(sender()::drain), threads.submit(sender()::drain));
    int all = 0;
    for (var one : both) {
      all += one.get(60, TimeUnit.SECONDS);
    }
    all += sender().drain();
    receiver.got().forEach(got -> sent.add(got.id()));
    assertThat(all).isEqualTo(40);
    assertThat(sent).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("G8 what a killed sender had is sent when its lease is over, and by nobody before")
  void killed() throws Exception {
    queue(webhook, "gft_1", "gift.sent");
    asPostgres(
        """
        update webhook_delivery
           set lease = gen_random_uuid(), leased_until = ?, attempts = 1
         where webhook_id = ?
        """,
        now.get().plusSeconds(30).atOffset(ZoneOffset.UTC),
        webhook);
    assertThat(sender().drain()).isZero();
    later(Duration.ofSeconds(31));
    assertThat(sender().drain()).isOne();
    assertThat(count("status = 'delivered' and attempts = 2")).isOne();
  }

  @Test
  @DisplayName("G9 an endpoint that was opened to people is told who, and of the erased nobody")
  void people() throws Exception {
    String ada = recipient();
    String opened = webhook(other.url("/opened"), Optional.empty());
    asPostgres("update webhook set pii_reason = 'labels' where id = ?", opened);
    queue(opened, "gft_1", "gift.sent");
    queue(webhook, "gft_1", "gift.sent");
    asPostgres("update webhook_delivery set recipient_id = ? where gift_id = 'gft_1'", ada);
    assertThat(sender().drain()).isEqualTo(2);
    assertThat(other.got().getFirst().body())
        .contains("\"person\":{\"name\":\"Ada Lovelace\",\"email\":\"ada@lovelace.example\"");
    assertThat(receiver.got().getFirst().body()).doesNotContain("Ada", "lovelace", "person");
    try (Connection role = GiftDatabase.as("gift_webhooks")) {
      assertThat(GiftDatabase.number(role, "select count(sealed) from recipient"))
          .as("nothing waits for anybody")
          .isZero();
    }
    queue(opened, "gft_2", "gift.sent");
    asPostgres("update webhook_delivery set recipient_id = ? where gift_id = 'gft_2'", ada);
    asPostgres(
        """
        update recipient
           set kek = null, wrapped_key = null, sealed = null, email_index = null, erased_at = now()
         where id = ?
        """,
        ada);
    assertThat(sender().drain()).isOne();
    assertThat(other.got().getLast().body()).contains("\"person\":null").doesNotContain("Ada");
  }

  private String recipient() throws SQLException {
    var owner = new Owner(OWNER.account(), OWNER.environment(), RecipientId.next(IDS));
    DataKey key = keys.next(owner);
    WrappedKey wrapped = keys.wrap(key);
    var ada =
        new PersonalData(
            new PersonName("Ada Lovelace"), new EmailAddress("ada@lovelace.example"), null, null);
    asPostgres(
        """
        insert into recipient (id, account, environment, kek, wrapped_key, sealed, email_index,
                               created_at)
        values (?, 'sender-acme', 'live', ?, ?, ?, decode(repeat('00', 32), 'hex'), now())
        """,
        owner.recipient().value(),
        wrapped.kek(),
        wrapped.bytes(),
        key.seal(Part.PERSON, StoredPerson.bytes(ada)));
    return owner.recipient().value();
  }

  @Test
  @DisplayName("G8 what was done with is forgotten after 30 days, which the database insists on")
  void forgets() throws Exception {
    queue(webhook, "gft_1", "gift.sent");
    queue(webhook, "gft_2", "gift.sent");
    assertThat(sender().drain()).isEqualTo(2);
    asPostgres(
        """
        update webhook_delivery set done_at = now() - interval '31 days'
         where webhook_id = ? and gift_id = 'gft_1'
        """,
        webhook);
    try (Connection role = GiftDatabase.as("gift_webhooks")) {
      assertThat(GiftDatabase.update(role, "delete from webhook_delivery")).isOne();
      role.rollback();
    }
  }
}
