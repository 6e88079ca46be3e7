package dev.giftwarden.audit.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.giftwarden.audit.client.checkpoint.SignerKey;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.testing.FakeAudit;
import dev.giftwarden.audit.client.tree.Hash;
import dev.giftwarden.audit.v1.AppendResponse;
import dev.giftwarden.audit.v1.OldEvent;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class DrainTest {
  @TempDir Path folder;

  private final AtomicInteger tokens = new AtomicInteger();
  private final List<String> refusedTokens = new CopyOnWriteArrayList<>();
  private GiftDatabase database;
  private FakeAudit audit;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws SQLException {
    database = new GiftDatabase();
    Pki pki = TestDatabase.ofThisJvm().pki();
    audit = FakeAudit.start(pki, folder.resolve("audit"), GiftDatabase.APPLICATION);
    var _ = pki.issueService("gift", List.of("localhost"), folder.resolve("gift"));
    TlsFolder gift = TlsFolder.open(folder.resolve("gift"), InstantSource.system());
    channel = Grpc.channel(audit.port(), gift, "audit");
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    audit.close();
  }

  @DisplayName(
      "A1 what a service recorded reaches audit, under its own token, and leaves the outbox")
  @Test
  void delivers() throws Exception {
    List<AuditEvent> events = record(3);
    try (Drain _ = started()) {
      assertThat(audit.nextRequest()).containsExactlyElementsOf(events);
    }
    assertThat(audit.nextToken()).isEqualTo("Bearer token-1");
    assertThat(database.outbox()).isEmpty();
  }

  @DisplayName("A1 two replicas deliver each event once while nothing fails")
  @Test
  void sharesTheWork() throws Exception {
    List<AuditEvent> events = record(3000);
    List<AuditEvent> delivered = new ArrayList<>();
    try (Drain _ = started();
        Drain _ = started()) {
      while (delivered.size() < events.size()) {
        List<AuditEvent> batch = audit.nextRequest();
        assertThat(batch).hasSizeLessThanOrEqualTo(Drain.BATCH);
        delivered.addAll(batch);
      }
    }
    assertThat(delivered).containsExactlyInAnyOrderElementsOf(events);
    assertThat(database.outbox()).isEmpty();
  }

  @DisplayName("A1 an answer that gets lost is a delivery repeated, never an event lost")
  @Test
  void deliversAgain() throws Exception {
    List<AuditEvent> events = record(3);
    audit.failOnce(Status.UNAVAILABLE);
    audit.failOnce(Status.UNAUTHENTICATED);
    try (Drain _ = started()) {
      for (int delivery = 0; delivery < 3; delivery++) {
        assertThat(audit.nextRequest()).containsExactlyElementsOf(events);
      }
    }
    assertThat(database.outbox()).isEmpty();
    assertThat(tokens.get()).isGreaterThanOrEqualTo(3);
    assertThat(refusedTokens).containsExactly("token-2");
  }

  @DisplayName("A2 events stay until a checkpoint proves them: refused is an answer")
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void keeps(String reason, UnaryOperator<AppendResponse> lie) throws Exception {
    List<AuditEvent> events = record(3);
    audit.lie(lie);
    try (Drain _ = started()) {
      assertThat(audit.nextRequest()).hasSize(3);
    }
    assertThat(database.outbox()).containsExactlyElementsOf(events);
  }

  static Stream<Arguments> keeps() {
    return Stream.of(
        row("without checkpoint", answer -> answer.toBuilder().setCheckpoint("").build()),
        row(
            "with a checkpoint changed after it was signed",
            answer -> answer.toBuilder().setCheckpoint("9" + answer.getCheckpoint()).build()),
        row(
            "with a checkpoint from before the events",
            answer -> answer.toBuilder().setCheckpoint(emptyCheckpoint()).build()),
        row("with an index too few", answer -> withIndexes(answer, List.of(0L, 1L))),
        row("with an index too many", answer -> withIndexes(answer, List.of(0L, 1L, 2L, 2L))),
        row(
            "with an index beyond the tree",
            answer -> withIndexes(answer, List.of(0L, 1L, Long.MAX_VALUE))),
        row("with an index below it", answer -> withIndexes(answer, List.of(0L, 1L, -1L))));
  }

  @DisplayName("A1 while audit or the token is away the outbox keeps all, and the drain lives on")
  @Test
  void survivesAmissingToken() throws Exception {
    List<AuditEvent> events = record(1);
    LogClient withoutToken =
        new LogClient(
            channel,
            () -> {
              if (tokens.incrementAndGet() == 1) {
                throw new IllegalStateException("auth is away");
              }
              return "token";
            },
            _ -> {},
            audit.key());
    try (Drain drain = new Drain(queue(), withoutToken)) {
      drain.start();
      assertThat(audit.nextRequest()).containsExactlyElementsOf(events);
    }
    assertThat(database.outbox()).isEmpty();
  }

  @DisplayName("A1 an event that audit refuses for good is parked, and all others arrive")
  @Test
  void parksWhatIsRefused() throws Exception {
    List<AuditEvent> events = record(5);
    audit.refuse("request-3");
    database.execute(
        GiftDatabase.APPLICATION, "insert into audit_outbox (event) values ('\\xff'::bytea)");
    try (Drain _ = started()) {
      Set<AuditEvent> delivered = new HashSet<>();
      while (delivered.size() < 4) {
        delivered.addAll(audit.nextRequest());
      }
      assertThat(delivered).doesNotContain(events.get(3));
    }
    assertThat(database.refusals())
        .containsExactly("the log has another event with this id", "ends before its last field");
    assertThat(queue().backlog()).isEqualTo(new QueueTable.Backlog(0, 2));
    assertThat(queue().drain(10, _ -> {})).isZero();

    database.execute(
        GiftDatabase.WORKER, "update audit_outbox set refused_at = null, refusal = null");
    assertThat(queue().drain(10, batch -> assertThat(batch).hasSize(2))).isEqualTo(2);
    assertThat(database.refusals()).isEmpty();
  }

  @DisplayName("A1 what waits while its service is upgraded is sent as it was written")
  @Test
  void sendsWhatAnOlderVersionWrote() throws SQLException {
    byte[] old = OldEvent.newBuilder().setAction("gift.send").setCount(1).build().toByteArray();
    database.execute(
        GiftDatabase.APPLICATION,
        "insert into audit_outbox (event) values ('\\x%s')"
            .formatted(HexFormat.of().formatHex(old)));
    assertThat(
            queue().drain(10, batch -> assertThat(batch).containsExactly(ByteString.copyFrom(old))))
        .isEqualTo(1);
  }

  @DisplayName("A1 what waits is counted, to a bound, and the age tells when nothing arrives")
  @Test
  void tellsWhatWaits() throws Exception {
    record(3);
    assertThat(queue().backlog()).isEqualTo(new QueueTable.Backlog(3, 0));
    database.execute(
        GiftDatabase.APPLICATION,
        "insert into audit_outbox (event) select ''::bytea from generate_series(1, %d)"
            .formatted(QueueTable.COUNTED));
    assertThat(queue().backlog()).isEqualTo(new QueueTable.Backlog(QueueTable.COUNTED, 0));

    AtomicLong now = new AtomicLong();
    CountDownLatch asked = new CountDownLatch(2);
    LogClient withoutToken =
        new LogClient(
            channel,
            () -> {
              asked.countDown();
              throw new IllegalStateException("auth is away");
            },
            _ -> {},
            audit.key());
    try (Drain drain = new Drain(queue(), withoutToken, now::get)) {
      assertThat(drain.backlog()).isEmpty();
      now.set(Duration.ofSeconds(70).toNanos());
      drain.start();
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(drain.sinceSuccess()).isEqualTo(Duration.ofSeconds(70));
    }
  }

  @DisplayName("A1 what a failed delivery held is free for the next at once")
  @Test
  void letsGoOfItsRows() {
    record(2);
    QueueTable queue = queue();
    assertThatExceptionOfType(AppendFailedException.class)
        .isThrownBy(() ->
            queue.drain(
                10,
                _ -> {
                  throw new AppendFailedException("away");
                }));
    assertThat(queue.drain(10, events -> assertThat(events).hasSize(2))).isEqualTo(2);
  }

  @Test
  void pausesLongerAfterEachFailureUpToAlimit() {
    List<Duration> pauses =
        Stream.iterate(Duration.ZERO, Drain::pauseAfterFailure).skip(1).limit(8).toList();
    assertThat(pauses)
        .extracting(Duration::toMillis)
        .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);
  }

  private Drain started() {
    Drain drain =
        new Drain(
            queue(),
            new LogClient(
                channel,
                () -> "token-" + tokens.incrementAndGet(),
                refusedTokens::add,
                audit.key()));
    drain.start();
    return drain;
  }

  private QueueTable queue() {
    return new QueueTable(database.as(GiftDatabase.WORKER));
  }

  private List<AuditEvent> record(int count) {
    List<AuditEvent> events =
        IntStream.range(0, count)
            .mapToObj(n ->
                AuditEvent.of("key:4fKq", "gift.send")
                    .requestId("request-" + n)
                    .succeeded(Instant.ofEpochMilli(n)))
            .toList();
    new OutboxTable(database.as(GiftDatabase.APPLICATION), GiftDatabase.APPLICATION).append(events);
    return events;
  }

  private static Arguments row(String reason, UnaryOperator<AppendResponse> lie) {
    return Arguments.of(reason, lie);
  }

  private static AppendResponse withIndexes(AppendResponse answer, List<Long> indexes) {
    return answer.toBuilder().clearIndexes().addAllIndexes(indexes).build();
  }

  /// By the key that the fake audit signs with as well.
  private static String emptyCheckpoint() {
    try {
      String signer = Files.readString(TestDatabase.ofThisJvm().pki().checkpointSigner());
      return SignerKey.parse(signer.strip()).sign(0, Hash.of(new byte[32]));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
