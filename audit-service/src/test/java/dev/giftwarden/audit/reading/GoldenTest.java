package dev.giftwarden.audit.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.testing.InternalClient;
import dev.giftwarden.audit.testing.Neighbours;
import dev.giftwarden.audit.testing.PublicClient;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Golden;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each version of the API promised: version 1 was recorded when it was all there was.
@QuarkusTest
@QuarkusTestResource(
    value = GiftwardenStack.class,
    initArgs = @ResourceArg(name = "service", value = "audit"))
class GoldenTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678Z");

  static Stream<Golden> files() {
    return Golden.all();
  }

  @ParameterizedTest(name = "V10 V2 {0}")
  @MethodSource("files")
  @DisplayName("V10 V2 every recorded request is answered byte for byte as it was:")
  void answersAsRecorded(Golden golden) {
    String mine = "golden-" + golden.toString().substring(0, 2);
    String theirs = mine + "-other";
    fillTheLog(mine);
    Map<String, Optional<String>> tokens =
        Map.of(
            "reader", token(mine, token -> token),
            "north", token(mine, token -> token.subAccounts("north")),
            "sender", token(mine, token -> token.scopes(Scope.GIFTS_SEND)),
            "older", token(mine, token -> token.versions(ApiVersion.V1)),
            "newer", token(mine, token -> token.versions(ApiVersion.V2)),
            "other", token(theirs, token -> token),
            "nobody", Optional.empty());

    String now =
        golden.replay((name, request) ->
            Answer.of(
                PublicClient.with(erp(name.equals("other") ? theirs : mine))
                    .get(request.path(), Objects.requireNonNull(tokens.get(name)))));

    assertThat(now).isEqualTo(golden.recorded());
  }

  /// One event with everything in it, one with as little as there can be, and one of a sub-account.
  private static void fillTheLog(String mine) {
    Neighbours.auth();
    try (InternalClient gift = InternalClient.of("gift")) {
      append(
          gift,
          AuditEvent.of("key:theReader001", "golden.full")
              .account(mine)
              .subAccount("north")
              .environment("test")
              .target("gft_0123456789ABCDEFGHIJKL")
              .sourceAddress("192.0.2.1")
              .certificateSerial("0a1b")
              .keyId("theReader001")
              .apiVersion("v1")
              .requestId("edd883c3-9664-44cc-9c1f-57add18c2503")
              .refused(THEN, "budget-exhausted"));
      append(
          gift,
          AuditEvent.of("key:theReader001", "golden.least")
              .account(mine)
              .environment("test")
              .succeeded(THEN));
      append(
          gift,
          AuditEvent.of("key:theReader001", "golden.south")
              .account(mine)
              .subAccount("south")
              .environment("test")
              .succeeded(THEN.plusSeconds(1)));
    }
  }

  /// Each by itself: of those that arrive together none is the first.
  private static void append(InternalClient gift, AuditEvent event) {
    gift.append(List.of(event));
  }

  private static Optional<String> token(String account, UnaryOperator<TestToken> change) {
    return Optional.of(
        Neighbours.auth()
            .mint(
                change.apply(
                    Neighbours.auth()
                        .token()
                        .audience(Audience.AUDIT)
                        .account(account)
                        .scopes(Scope.AUDIT_READ)
                        .boundTo(erp(account).own().thumbprint()))));
  }

  private static TlsFolder erp(String account) {
    return Neighbours.partner(account, "erp");
  }
}
