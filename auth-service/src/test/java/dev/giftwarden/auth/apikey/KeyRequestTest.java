package dev.giftwarden.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.apikey.template.KeyTemplate;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.auth.text.Label;
import dev.giftwarden.auth.text.PiiReason;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.testing.GoldenRequests;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("E2 requests about keys have the bytes that another program computes for them")
class KeyRequestTest {
  private static final Instant EXPIRY = Instant.parse("2026-12-31T00:00:00Z");

  @Test
  @DisplayName("E2 a key with nothing but what is mandatory")
  @SuppressWarnings("NullAway") // as Jackson leaves what the body leaves out
  void inShort() {
    check(
        "key-in-short",
        new NewKey(
                null,
                Environment.LIVE,
                Set.of(Scope.GIFTS_READ),
                null,
                EXPIRY,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null)
            .canonical());
  }

  @Test
  @DisplayName("E2 a key with everything, in another order and with a time finer than is kept")
  void inFull() {
    check(
        "key-in-full",
        new NewKey(
                new Label("Café 🎁"),
                Environment.TEST,
                Set.of(Scope.KEYS_READ, Scope.KEYS_WRITE),
                Set.of(Scope.GIFTS_READ, Scope.GIFTS_SEND),
                EXPIRY.plusNanos(999_999),
                Instant.parse("2026-12-01T00:00:00.123Z"),
                Set.of(new SubAccountId("north"), new SubAccountId("south")),
                List.of(
                    Network.of("203.0.113.0/24"),
                    Network.of("192.0.2.0/24"),
                    Network.of("203.0.113.0/24")),
                Set.of(ApiVersion.V1),
                Set.of("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"),
                true,
                new PiiReason("prints the labels"),
                null,
                null)
            .canonical());
  }

  @Test
  @DisplayName("E2 K18 a key of a template, with a limit")
  @SuppressWarnings("NullAway") // as Jackson leaves what the body leaves out
  void withLimit() {
    check(
        "key-with-limit",
        new NewKey(
                null,
                Environment.LIVE,
                null,
                null,
                EXPIRY,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                KeyTemplate.GIFT_SENDER,
                new SpendLimit(
                    new MinorUnits(50_000),
                    CurrencyCode.of("USD"),
                    SpendPeriod.WEEK,
                    new MinorUnits(5_000)))
            .canonical());
  }

  @Test
  @DisplayName("E2 a revocation")
  void revocation() {
    check("key-revoke", Keys.revocation(new KeyId("0123456789AB")));
  }

  private static void check(String name, CanonicalRequest request) {
    var golden = GoldenRequests.named(name);
    var key = IdempotencyKey.parse(golden.word()).orElseThrow();
    assertThat(GoldenRequests.bytes(request)).isEqualTo(golden.request());
    assertThat(GoldenRequests.fingerprint(key, request)).isEqualTo(golden.fingerprint());
  }
}
