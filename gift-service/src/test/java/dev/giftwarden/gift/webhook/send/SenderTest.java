package dev.giftwarden.gift.webhook.send;

import static dev.giftwarden.gift.webhook.send.Mailroom.asPostgres;
import static dev.giftwarden.gift.webhook.send.Mailroom.count;
import static dev.giftwarden.gift.webhook.send.Mailroom.queue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.webhook.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sender over a real database and real HTTPS, with a clock of the test's own.
class SenderTest {
  @TempDir Path folder;

  private Mailroom room;
  private Receiver receiver;
  private Receiver other;
  private String webhook;

  @BeforeEach
  void start() throws Exception {
    room = new Mailroom(folder);
    receiver = room.receiver;
    other = room.other;
    webhook = room.webhook(receiver.url("/hook"), Optional.empty());
  }

  @AfterEach
  void stop() throws SQLException {
    room.close();
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
    assertThat(room.sender().drain()).isEqualTo(4);
    assertThat(receiver.got()).extracting(SenderTest::type).containsExactlyElementsOf(life);
    assertThat(count("status = 'delivered' and last_status = 204")).isEqualTo(4);
    var first = receiver.got().getFirst();
    assertThat(first.signature())
        .isEqualTo(
            room.secret.sign(
                Envelope.signed(
                    first.id(), first.timestamp(), first.body().getBytes(StandardCharsets.UTF_8))));
    assertThat(first.timestamp()).isEqualTo(Long.toString(room.now().getEpochSecond()));
  }

  @Test
  @DisplayName("G8 what fails keeps what comes behind it waiting, and nothing of another gift")
  void blocks() throws Exception {
    queue(webhook, "gft_1", "gift.sent");
    queue(webhook, "gft_1", "gift.viewed");
    queue(webhook, "gft_2", "gift.sent");
    receiver.answer(got -> got.body().contains("gft_1") ? 503 : 200);
    var sender = room.sender();
    assertThat(sender.drain()).isEqualTo(2);
    assertThat(sender.drain()).as("not before its pause is over").isZero();
    room.later(Duration.ofSeconds(59));
    assertThat(sender.drain()).as("not before it wants to").isZero();
    room.later(Duration.ofSeconds(7));
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
    var sender = room.sender();
    int attempts = 0;
    while (count("status = 'waiting'") > 0) {
      attempts += sender.drain();
      room.later(Duration.ofHours(7));
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
    assertThat(room.sender().drain()).isOne();
    assertThat(count("status = 'dead' and last_status = 410")).isOne();
  }

  @Test
  @DisplayName("G8 until the overlap of a rotation is over both secrets sign, then the new one")
  void overlaps() throws Exception {
    var before = WebhookSecret.next(new SecureRandom());
    String rotated = room.webhook(receiver.url("/rotated"), Optional.of(before));
    queue(rotated, "gft_1", "gift.sent");
    var sender = room.sender();
    assertThat(sender.drain()).isOne();
    room.later(Duration.ofSeconds(61));
    queue(rotated, "gft_2", "gift.sent");
    assertThat(sender.drain()).isOne();
    for (var got : receiver.got()) {
      byte[] signed =
          Envelope.signed(got.id(), got.timestamp(), got.body().getBytes(StandardCharsets.UTF_8));
      assertThat(got.signature()).startsWith(room.secret.sign(signed));
      assertThat(got.signature().contains(before.sign(signed)))
          .isEqualTo(got.body().contains("gft_1"));
    }
  }

  @Test
  @DisplayName("G8 what is not active gets nothing, and an unreadable secret is in nobody's way")
  void inactive() throws Exception {
    String broken = room.webhook(receiver.url("/broken"), Optional.empty());
    asPostgres("update webhook set secret = decode(repeat('00', 60), 'hex') where id = ?", broken);
    queue(broken, "gft_1", "gift.sent");
    String off = room.webhook(receiver.url("/off"), Optional.empty());
    asPostgres("update webhook set active = false where id = ?", off);
    queue(off, "gft_1", "gift.sent");
    queue(webhook, "gft_1", "gift.sent");
    assertThat(room.sender().drain()).isEqualTo(2);
    assertThat(receiver.got()).extracting(Receiver.Got::path).containsExactly("/hook");
    assertThat(count("last_error like 'its secret cannot be read%' and status = 'waiting'"))
        .isOne();
  }

  @Test
  @DisplayName("G8 a slow receiver keeps sixteen attempts waiting, and no other endpoint")
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
    String quick = room.webhook(other.url("/quick"), Optional.empty());
    for (int i = 0; i < 20; i++) {
      queue(webhook, "gft_slow" + i, "gift.sent");
      queue(quick, "gft_quick" + i, "gift.sent");
    }
    var sender = room.sender();
    var served = room.threads.submit(sender::drain);
    while (other.got().size() < 20 && !served.isDone()) {
      Thread.onSpinWait();
    }
    assertThat(other.got()).hasSize(20);
    assertThat(receiver.got()).hasSizeLessThanOrEqualTo(QueueTable.MOST_EACH);
    open.countDown();
    served.get(30, TimeUnit.SECONDS);
    assertThat(room.sender().drain() + receiver.got().size()).isGreaterThanOrEqualTo(20);
  }

  @Test
  @DisplayName("G8 two senders at once send each message once, and each gift's in order")
  void two() throws Exception {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      queue(webhook, "gft_" + i % 10, "gift.sent");
    }
    var both =
        List.of(
            room.threads.submit(room.sender()::drain), room.threads.submit(room.sender()::drain));
    int all = 0;
    for (var one : both) {
      all += one.get(60, TimeUnit.SECONDS);
    }
    all += room.sender().drain();
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
        room.now().plusSeconds(30).atOffset(ZoneOffset.UTC),
        webhook);
    assertThat(room.sender().drain()).isZero();
    room.later(Duration.ofSeconds(31));
    assertThat(room.sender().drain()).isOne();
    assertThat(count("status = 'delivered' and attempts = 2")).isOne();
  }

  @Test
  @DisplayName("G9 an endpoint that was opened to people is told who, and of the erased nobody")
  void people() throws Exception {
    String ada = room.recipient();
    String opened = room.webhook(other.url("/opened"), Optional.empty());
    asPostgres("update webhook set pii_reason = 'labels' where id = ?", opened);
    queue(opened, "gft_1", "gift.sent");
    queue(webhook, "gft_1", "gift.sent");
    asPostgres("update webhook_delivery set recipient_id = ? where gift_id = 'gft_1'", ada);
    assertThat(room.sender().drain()).isEqualTo(2);
    assertThat(other.got().getFirst().body())
        .contains("\"person\":{\"name\":\"Ada Lovelace\",\"email\":\"ada@lovelace.example\"");
    assertThat(receiver.got().getFirst().body()).doesNotContain("Ada ", "lovelace", "person");
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
    assertThat(room.sender().drain()).isOne();
    assertThat(other.got().getLast().body()).contains("\"person\":null").doesNotContain("Ada ");
  }

  @Test
  @DisplayName("G8 what was done with is forgotten after 30 days, which the database insists on")
  void forgets() throws Exception {
    queue(webhook, "gft_1", "gift.sent");
    queue(webhook, "gft_2", "gift.sent");
    assertThat(room.sender().drain()).isEqualTo(2);
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

  @Test
  @DisplayName("G7 what rehearses its failure asks nobody, dies soon, and is sent when asked again")
  void rehearses() throws Exception {
    queue(webhook, "gft_1", "gift.sent");
    queue(webhook, "gft_2", "gift.sent");
    asPostgres("update webhook_delivery set rehearsed = true where gift_id = 'gft_1'");
    var sender = room.sender();
    assertThat(sender.drain()).isEqualTo(2);
    String said = "last_status = 500 and last_error like 'rehearsed:%' and gift_id = 'gft_1'";
    assertThat(count(said + " and status = 'waiting'")).isOne();
    for (int pause : List.of(6, 11)) {
      room.later(Duration.ofSeconds(pause));
      assertThat(sender.drain()).isOne();
    }
    assertThat(count(said + " and status = 'dead' and attempts = 3")).isOne();
    assertThat(receiver.got()).hasSize(1);
    asPostgres(
        """
        update webhook_delivery set rehearsed = false, status = 'waiting', done_at = null
         where gift_id = 'gft_1'
        """);
    assertThat(sender.drain()).isOne();
    assertThat(receiver.got()).hasSize(2);
    assertThat(count("status = 'delivered' and last_status = 204 and last_error is null"))
        .isEqualTo(2);
  }

  @Test
  @DisplayName("Z9 whoever sends writes down that it is there, every five seconds, and no oftener")
  void showsUp() throws Exception {
    var sender = room.sender();
    var _ = sender.drain();
    asPostgres("update webhook_sender set seen_at = '2026-01-01'");
    var _ = sender.drain();
    assertThat(unseen()).as("not yet").isPositive();
    room.later(Duration.ofSeconds(5));
    var _ = sender.drain();
    assertThat(unseen()).isZero();
  }

  /// As the metrics have it.
  private static long unseen() throws SQLException {
    try (Connection worker = GiftDatabase.as("gift_worker")) {
      return GiftDatabase.number(
          worker,
          "select count(*) from webhook_sender where seen_at < now() - interval '1 minute'");
    }
  }
}
