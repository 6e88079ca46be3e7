package dev.giftwarden.audit.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.giftwarden.audit.client.checkpoint.Checkpoint;
import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.testing.InternalClient;
import dev.giftwarden.audit.testing.Neighbours;
import dev.giftwarden.audit.v1.AppendResponse;
import dev.giftwarden.audit.v1.OldEvent;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.GiftwardenStack;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(
    value = GiftwardenStack.class,
    initArgs = @ResourceArg(name = "service", value = "audit"))
class AppendTest {
  /// Where the version stands in the bytes of an event.
  private static final int TAG_LAST = 22;

  @BeforeAll
  static void startAuth() {
    Neighbours.auth();
  }

  @Test
  @DisplayName("A1 the answer names the leaves and a signed checkpoint that includes them")
  void answersWithACheckpoint() throws IOException {
    try (InternalClient gift = InternalClient.of("gift")) {
      AppendResponse answer = gift.append(events(3));
      assertThat(answer.getIndexesList())
          .doesNotHaveDuplicates()
          .hasSize(3)
          .allMatch(index -> index < size(answer));
    }
  }

  @Test
  @DisplayName("A1 an event sent again, alone or among others, has the leaf it had")
  void isIdempotent() {
    try (InternalClient gift = InternalClient.of("gift")) {
      List<AuditEvent> first = events(2);
      List<Long> indexes = gift.append(first).getIndexesList();
      List<AuditEvent> again = new ArrayList<>(events(1));
      again.addAll(first);
      again.addAll(first);
      List<Long> indexesAgain = gift.append(again).getIndexesList();
      assertThat(indexesAgain.subList(1, 3)).isEqualTo(indexes);
      assertThat(indexesAgain.subList(3, 5)).isEqualTo(indexes);
      assertThat(indexesAgain.getFirst()).isNotIn(indexes);
    }
  }

  @Test
  @DisplayName("A1 senders of the same events at once get the same leaves")
  void isIdempotentUnderConcurrency() throws InterruptedException, ExecutionException {
    List<AuditEvent> shared = events(20);
    Set<List<Long>> answers = new HashSet<>();
    try (InternalClient gift = InternalClient.of("gift");
        var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> sent =
          IntStream.range(0, 16)
              .mapToObj(_ -> senders.submit(() -> gift.append(shared).getIndexesList()))
              .toList();
      for (Future<List<Long>> answer : sent) {
        answers.add(List.copyOf(answer.get()));
      }
    }
    assertThat(answers).hasSize(1);
    assertThat(answers.iterator().next()).doesNotHaveDuplicates().hasSize(20);
  }

  @Test
  @DisplayName("A2 another content under a known id is refused, and nothing of its batch is taken")
  void refusesAnotherContent() {
    try (InternalClient gift = InternalClient.of("gift")) {
      AuditEvent known = events(1).getFirst();
      long index = gift.append(List.of(known)).getIndexes(0);
      ByteString forged = old(known).setAction("gift.cancel").build().toByteString();
      ByteString innocent = InternalClient.encoded("gift", events(1).getFirst());
      assertRefused(() -> gift.send(List.of(innocent, forged)), Status.Code.INVALID_ARGUMENT);
      long size = size(gift.append(events(1)));
      assertThat(gift.send(List.of(innocent)).getIndexes(0)).isGreaterThanOrEqualTo(size);
      assertThat(gift.append(List.of(known)).getIndexes(0)).isEqualTo(index);
    }
  }

  @Test
  @DisplayName("Z6 a service cannot report under another's name, nor repeat what another said")
  void takesTheSourceFromTheCertificate() {
    List<AuditEvent> said = events(1);
    ByteString asGift = InternalClient.encoded("gift", said.getFirst());
    ByteString fresh = InternalClient.encoded("gift", events(1).getFirst());
    try (InternalClient gift = InternalClient.of("gift");
        InternalClient auth = InternalClient.of("auth")) {
      gift.append(said);
      assertRefused(() -> auth.append(said), Status.Code.INVALID_ARGUMENT);
      assertRefused(() -> auth.send(List.of(asGift)), Status.Code.INVALID_ARGUMENT);
      assertRefused(() -> auth.send(List.of(fresh)), Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  @DisplayName("A1 what waited in an outbox while its service was upgraded is taken, once")
  void takesTheOldForm() {
    List<AuditEvent> waiting = events(3);
    List<ByteString> asWritten =
        waiting.stream().map(event -> old(event).build().toByteString()).toList();
    try (InternalClient gift = InternalClient.of("gift");
        InternalClient auth = InternalClient.of("auth")) {
      List<Long> indexes = gift.send(asWritten).getIndexesList();
      assertThat(gift.append(waiting).getIndexesList()).isEqualTo(indexes);
      assertRefused(() -> auth.send(asWritten), Status.Code.INVALID_ARGUMENT);
    }
  }

  static List<Arguments> notABatch() {
    ByteString event = InternalClient.encoded("gift", events(1).getFirst());
    OldEvent.Builder old = old(events(1).getFirst());
    return List.of(
        Arguments.of("nothing", List.of()),
        Arguments.of("1001 events", Collections.nCopies(1001, event)),
        Arguments.of("no bytes", List.of(ByteString.EMPTY)),
        Arguments.of("half an event", List.of(event.substring(0, event.size() / 2))),
        Arguments.of("a byte more", List.of(event.concat(ByteString.copyFrom(new byte[1])))),
        Arguments.of("another tag", List.of(changed(event, TAG_LAST, '2'))),
        Arguments.of("a control character", List.of(changed(event, event.size() - 13, '\n'))),
        Arguments.of("a count of 0", List.of(changed(event, event.size() - 1, '\0'))),
        Arguments.of("what is no message", List.of(ByteString.copyFromUtf8("\uFFFF"))),
        Arguments.of("an old event: no id", List.of(bytes(old.clone().clearId()))),
        Arguments.of(
            "an old event: an id of 15 bytes",
            List.of(bytes(old.clone().setId(ByteString.copyFrom(new byte[15]))))),
        Arguments.of("an old event: no actor", List.of(bytes(old.clone().clearActor()))),
        Arguments.of(
            "an old event: an unknown outcome", List.of(bytes(old.clone().setOutcome("ok")))),
        Arguments.of("an old event: a count of 0", List.of(bytes(old.clone().setCount(0)))),
        Arguments.of(
            "an old event: a control character", List.of(bytes(old.clone().setTarget("a\nb")))),
        Arguments.of(
            "an old event: a time before 1970", List.of(bytes(old.clone().setTimeUnixMs(-1)))));
  }

  @ParameterizedTest(name = "A2 refuses a batch with {0}")
  @MethodSource
  void notABatch(String what, List<ByteString> events) {
    try (InternalClient gift = InternalClient.of("gift")) {
      assertRefused(() -> gift.send(events), Status.Code.INVALID_ARGUMENT);
    }
  }

  static List<Arguments> refusesCallers() {
    TlsFolder gift = Neighbours.service("gift");
    TlsFolder auth = Neighbours.service("auth");
    TlsFolder audit = Neighbours.service("audit");
    return List.of(
        Arguments.of(
            "a service without a token",
            InternalClient.withoutToken(gift),
            Status.Code.UNAUTHENTICATED),
        Arguments.of(
            "a token for another audience",
            InternalClient.of(gift, token("gift", Audience.GIFT, gift, Scope.AUDIT_APPEND)),
            Status.Code.UNAUTHENTICATED),
        Arguments.of(
            "another service's token",
            InternalClient.of(gift, token("auth", Audience.AUDIT, auth, Scope.AUDIT_APPEND)),
            Status.Code.UNAUTHENTICATED),
        Arguments.of(
            "a token without the scope",
            InternalClient.of(gift, token("gift", Audience.AUDIT, gift, Scope.AUDIT_READ)),
            Status.Code.PERMISSION_DENIED),
        Arguments.of(
            "a service that reports nothing here",
            InternalClient.of(audit, token("audit", Audience.AUDIT, audit, Scope.AUDIT_APPEND)),
            Status.Code.PERMISSION_DENIED),
        Arguments.of(
            "a partner's certificate, in the handshake",
            InternalClient.withoutToken(Neighbours.partner("acme", "erp")),
            Status.Code.UNAVAILABLE),
        Arguments.of(
            "an operator's certificate, in the handshake",
            InternalClient.withoutToken(Neighbours.operator("alice")),
            Status.Code.UNAVAILABLE));
  }

  @ParameterizedTest(name = "Z3 refuses {0}")
  @MethodSource
  void refusesCallers(String who, InternalClient client, Status.Code code) {
    try (client) {
      assertRefused(() -> client.append(events(1)), code);
    }
  }

  private static String token(String name, Audience audience, TlsFolder own, Scope scope) {
    return Neighbours.serviceToken(name, audience, own.own().thumbprint(), scope);
  }

  private static List<AuditEvent> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> AuditEvent.of("key:4fKq81ZpWc0x", "gift.send").target("gft_" + n))
        .map(draft -> draft.account("acme").environment("test").requestId("r"))
        .map(draft -> draft.succeeded(Instant.now()))
        .toList();
  }

  /// As the version before this one wrote it.
  private static OldEvent.Builder old(AuditEvent event) {
    ByteBuffer id =
        ByteBuffer.allocate(16)
            .putLong(event.id().getMostSignificantBits())
            .putLong(event.id().getLeastSignificantBits())
            .flip();
    return OldEvent.newBuilder()
        .setId(ByteString.copyFrom(id))
        .setTimeUnixMs(event.time().toEpochMilli())
        .setAccount(event.account())
        .setEnvironment(event.environment())
        .setActor(event.actor())
        .setAction(event.action())
        .setTarget(event.target())
        .setOutcome(event.outcome().text())
        .setRequestId(event.requestId())
        .setCount(event.count());
  }

  private static ByteString bytes(OldEvent.Builder event) {
    return event.build().toByteString();
  }

  private static ByteString changed(ByteString event, int at, char to) {
    byte[] bytes = event.toByteArray();
    bytes[at] = (byte) to;
    return ByteString.copyFrom(bytes);
  }

  private static long size(AppendResponse answer) {
    try {
      Path key = Path.of(Neighbours.setting("giftwarden.audit.verifier-key"));
      return VerifierKey.parse(Files.readString(key))
          .open(answer.getCheckpoint())
          .map(Checkpoint::size)
          .orElseThrow();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static void assertRefused(Runnable call, Status.Code code) {
    assertThatThrownBy(call::run)
        .isInstanceOf(StatusRuntimeException.class)
        .extracting(refused -> ((StatusRuntimeException) refused).getStatus().getCode())
        .isEqualTo(code);
  }
}
