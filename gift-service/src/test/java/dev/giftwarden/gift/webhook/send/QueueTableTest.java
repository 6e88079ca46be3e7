package dev.giftwarden.gift.webhook.send;

import static dev.giftwarden.gift.webhook.send.Mailroom.asPostgres;
import static dev.giftwarden.gift.webhook.send.Mailroom.count;
import static dev.giftwarden.gift.webhook.send.Mailroom.queue;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of the queue is taken, and by whom.
class QueueTableTest {
  private static final int MANY = 512;

  @TempDir Path folder;

  private final QueueTable queue = new QueueTable();
  private Mailroom room;

  @BeforeEach
  void open() throws Exception {
    room = new Mailroom(folder);
  }

  @AfterEach
  void close() throws SQLException {
    room.close();
  }

  private String webhook(String path) throws SQLException {
    return room.webhook(room.receiver.url(path), Optional.empty());
  }

  private List<Due> take() {
    return Mailroom.database().session(session -> queue.take(session, room.now(), MANY));
  }

  @Test
  @DisplayName("G8 an endpoint has sixteen attempts at once, however many processes look at once")
  void atOnce() throws Exception {
    String webhook = webhook("/hook");
    for (int i = 0; i < 40; i++) {
      queue(webhook, "gft_" + i, "gift.sent");
    }
    var together = new CyclicBarrier(4);
    List<Future<Integer>> processes = new ArrayList<>();
    for (int i = 0; i < together.getParties(); i++) {
      processes.add(
          room.threads.submit(() ->
              Mailroom.database()
                  .session(session -> {
                    int taken = 0;
                    for (int round = 0; round < 10; round++) {
                      meet(together);
                      taken += queue.take(session, room.now(), MANY).size();
                    }
                    return taken;
                  })));
    }
    int taken = 0;
    for (var process : processes) {
      taken += process.get();
    }
    assertThat(taken).isEqualTo(QueueTable.MOST_EACH);
    assertThat(count("lease is not null")).isEqualTo(QueueTable.MOST_EACH);
  }

  private static void meet(CyclicBarrier together) {
    try {
      together.await();
    } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("K2 G8 who has many slow endpoints holds 64 attempts, and leaves the rest to others")
  void ofOneAccount() throws SQLException {
    for (int i = 0; i < 20; i++) {
      String webhook = webhook("/" + i);
      for (int gift = 0; gift < 5; gift++) {
        queue(webhook, "gft_" + gift, "gift.sent");
      }
    }
    assertThat(take()).hasSize(QueueTable.MOST_OF_ACCOUNT);
    assertThat(take()).isEmpty();
    room.later(QueueTable.LEASE.plusSeconds(1));
    assertThat(take()).as("when who had them is gone").hasSize(QueueTable.MOST_OF_ACCOUNT);
  }

  @Test
  @DisplayName("G8 what waits behind what failed is not looked at before, and is when that is over")
  void behind() throws Exception {
    String webhook = webhook("/hook");
    queue(webhook, "gft_1", "gift.sent");
    queue(webhook, "gft_1", "gift.viewed");
    queue(webhook, "gft_1", "gift.claimed");
    queue(webhook, "gft_2", "gift.sent");
    String due = "status = 'waiting' and next_at <= '" + room.now() + "'";
    room.receiver.answer(got -> got.body().contains("gft_1") ? 500 : 200);
    assertThat(room.sender().drain()).isEqualTo(2);
    assertThat(count(due)).isZero();
    room.receiver.answer(_ -> 200);
    room.later(Duration.ofSeconds(6));
    assertThat(room.sender().drain()).isEqualTo(3);
    assertThat(count("status = 'delivered'")).isEqualTo(4);
  }

  @Test
  @DisplayName("G8 what cannot be written is tried as others are, and dies; nothing waits for it")
  void poison() throws Exception {
    String opened = webhook("/opened");
    asPostgres("update webhook set pii_reason = 'labels' where id = ?", opened);
    queue(opened, "gft_1", "gift.sent");
    asPostgres(
        "update webhook_delivery set recipient_id = ? where gift_id = 'gft_1'",
        room.recipient("no person".getBytes(StandardCharsets.UTF_8)));
    queue(opened, "gft_2", "gift.sent");
    assertThat(room.sender().drain()).isEqualTo(2);
    assertThat(count("status = 'delivered' and gift_id = 'gft_2'")).isOne();
    assertThat(count("status = 'waiting' and last_error = 'a fault of ours' and lease is null"))
        .isOne();
    room.later(Backoff.LIMIT);
    assertThat(room.sender().drain()).isOne();
    assertThat(count("status = 'dead' and gift_id = 'gft_1'")).isOne();
  }

  @Test
  @DisplayName("G8 an endpoint that is deleted while it is sent to is nobody's trouble")
  void deleted() throws Exception {
    String webhook = webhook("/hook");
    queue(webhook, "gft_1", "gift.sent");
    queue(webhook("/other"), "gft_1", "gift.sent");
    room.receiver.answer(got -> {
      if (got.path().equals("/hook")) {
        delete(webhook);
      }
      return 200;
    });
    assertThat(room.sender().drain()).isEqualTo(2);
    assertThat(count("true")).isOne();
    assertThat(count("status = 'delivered'")).isOne();
  }

  private static void delete(String webhook) {
    try {
      asPostgres("delete from webhook where id = ?", webhook);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("G8 what is old is forgotten by whoever sends, a thousand at a time")
  void forgotten() throws Exception {
    String webhook = webhook("/hook");
    for (int i = 0; i < 3; i++) {
      queue(webhook, "gft_" + i, "gift.sent");
    }
    asPostgres(
        "update webhook_delivery set status = 'dead', done_at = ? where gift_id <> 'gft_2'",
        room.now().minus(Duration.ofDays(32)).atOffset(ZoneOffset.UTC));
    assertThat(room.sender().drain()).isOne();
    assertThat(count("true")).isOne();
  }
}
