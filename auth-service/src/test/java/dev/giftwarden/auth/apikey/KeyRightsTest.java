package dev.giftwarden.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.apikey.KeyRights.Excess;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.certs.Thumbprint;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("K7 no key is wider than the one that made it")
class KeyRightsTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final List<Scope> SCOPES =
      Stream.of(Scope.values()).filter(Scope::forPartners).toList();
  private static final List<SubAccountId> SUB_ACCOUNTS =
      Stream.of("sales", "legal", "brand-x").map(SubAccountId::new).toList();
  private static final List<Network> NETWORKS =
      Stream.of("10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "192.0.2.0/24", "2001:db8::/32")
          .map(Network::of)
          .toList();
  private static final List<InetAddress> ADDRESSES =
      Stream.of("10.0.0.1", "10.1.0.1", "10.1.2.3", "192.0.2.7", "2001:db8::1", "203.0.113.1")
          .map(InetAddress::ofLiteral)
          .toList();
  private static final Thumbprint CERTIFICATE = new Thumbprint("A".repeat(43));

  /// Twenty thousand pairs, many of them close to each other, against what the two keys can really
  /// do.
  @Test
  @DisplayName(
      "K7 random pairs: a child that is let through can do nothing its parent could not grant")
  void childIsWithinParent() {
    var random = new Random(7);
    int admitted = 0;
    for (int i = 0; i < 20_000; i++) {
      var parent = randomRights(random);
      var child = random.nextInt(3) == 0 ? narrowed(parent, random) : randomRights(random);
      if (parent.excessOf(child).isEmpty()) {
        admitted++;
        assertWithin(parent, child);
      }
    }
    assertThat(admitted).as("pairs that say anything").isGreaterThan(1000);
  }

  /// By effect, not by the rules under test: point by point of what can be asked of a key.
  private static void assertWithin(KeyRights parent, KeyRights child) {
    assertThat(child.environment()).isEqualTo(parent.environment());
    assertThat(parent.grantable()).containsAll(child.scopes()).containsAll(child.grantable());
    for (var subAccount : SUB_ACCOUNTS) {
      assertThat(!reaches(child, subAccount) || reaches(parent, subAccount)).isTrue();
    }
    for (var address : ADDRESSES) {
      assertThat(!worksFrom(child, address) || worksFrom(parent, address)).isTrue();
    }
    for (var at = NOW.minus(Duration.ofDays(2)); at.isBefore(NOW.plus(Duration.ofDays(9))); ) {
      assertThat(!worksAt(child, at) || worksAt(parent, at)).isTrue();
      at = at.plus(Duration.ofHours(6));
    }
    if (child.scopes().contains(Scope.GIFTS_SEND)) {
      for (var spent : Spent.SOME) {
        assertThat(!spent.isAdmittedBy(child) || spent.isAdmittedBy(parent))
            .as("%s", spent)
            .isTrue();
      }
    }
    assertThat(!child.exposesPii() || parent.exposesPii()).isTrue();
    assertThat(!child.certificates().isEmpty() || parent.certificates().isEmpty()).isTrue();
  }

  private static boolean reaches(KeyRights key, SubAccountId subAccount) {
    return key.subAccounts().isEmpty() || key.subAccounts().contains(subAccount);
  }

  private static boolean worksFrom(KeyRights key, InetAddress address) {
    return key.networks().isEmpty() || key.networks().stream().anyMatch(n -> n.contains(address));
  }

  private static boolean worksAt(KeyRights key, Instant at) {
    return !at.isBefore(key.notBefore()) && at.isBefore(key.expiresAt());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("K7 each dimension alone is refused when it is wider")
  void refuses(Excess dimension, KeyRights child) {
    assertThat(PARENT.excessOf(child)).containsExactly(dimension);
  }

  private static final KeyRights PARENT =
      new KeyRights(
          Environment.LIVE,
          Set.of(Scope.KEYS_WRITE),
          Set.of(Scope.GIFTS_READ, Scope.GIFTS_SEND),
          Set.of(SUB_ACCOUNTS.get(0), SUB_ACCOUNTS.get(1)),
          List.of(NETWORKS.get(1)),
          Set.of(ApiVersion.V1),
          Set.of(CERTIFICATE),
          Optional.empty(),
          Optional.of(limit(100, "USD", SpendPeriod.WEEK, 50)),
          NOW,
          NOW.plus(Duration.ofDays(7)));

  private static SpendLimit limit(long amount, String currency, SpendPeriod period, long each) {
    return new SpendLimit(
        new MinorUnits(amount), CurrencyCode.of(currency), period, new MinorUnits(each));
  }

  private static final KeyRights CHILD = child(Set.of(Scope.GIFTS_READ), NETWORKS.get(2), 7);

  private static KeyRights child(Set<Scope> scopes, Network network, int days) {
    return new KeyRights(
        Environment.LIVE,
        scopes,
        Set.of(),
        Set.of(SUB_ACCOUNTS.get(0)),
        List.of(network),
        Set.of(ApiVersion.V1),
        Set.of(CERTIFICATE),
        Optional.empty(),
        Optional.empty(),
        NOW,
        NOW.plus(Duration.ofDays(days)));
  }

  static Stream<Arguments> refuses() {
    var c = CHILD;
    return Stream.of(
        Arguments.of(Excess.SCOPES, child(Set.of(Scope.GIFTS_CANCEL), NETWORKS.get(2), 7)),
        Arguments.of(Excess.SCOPES, child(Set.of(Scope.KEYS_WRITE), NETWORKS.get(2), 7)),
        Arguments.of(Excess.NETWORKS, child(c.scopes(), NETWORKS.get(0), 7)),
        Arguments.of(Excess.EXPIRES_AT, child(c.scopes(), NETWORKS.get(2), 8)),
        Arguments.of(
            Excess.ENVIRONMENT,
            new KeyRights(
                Environment.TEST,
                c.scopes(),
                c.grantable(),
                c.subAccounts(),
                c.networks(),
                c.versions(),
                c.certificates(),
                c.piiReason(),
                c.spendLimit(),
                c.notBefore(),
                c.expiresAt())),
        Arguments.of(
            Excess.GRANTABLE_SCOPES,
            new KeyRights(
                c.environment(),
                c.scopes(),
                Set.of(Scope.AUDIT_READ),
                c.subAccounts(),
                c.networks(),
                c.versions(),
                c.certificates(),
                c.piiReason(),
                c.spendLimit(),
                c.notBefore(),
                c.expiresAt())),
        Arguments.of(
            Excess.SUB_ACCOUNTS,
            new KeyRights(
                c.environment(),
                c.scopes(),
                c.grantable(),
                Set.of(),
                c.networks(),
                c.versions(),
                c.certificates(),
                c.piiReason(),
                c.spendLimit(),
                c.notBefore(),
                c.expiresAt())),
        Arguments.of(
            Excess.CERTIFICATES,
            new KeyRights(
                c.environment(),
                c.scopes(),
                c.grantable(),
                c.subAccounts(),
                c.networks(),
                c.versions(),
                Set.of(),
                c.piiReason(),
                c.spendLimit(),
                c.notBefore(),
                c.expiresAt())),
        Arguments.of(
            Excess.VERSIONS,
            new KeyRights(
                c.environment(),
                c.scopes(),
                c.grantable(),
                c.subAccounts(),
                c.networks(),
                Set.of(),
                c.certificates(),
                c.piiReason(),
                c.spendLimit(),
                c.notBefore(),
                c.expiresAt())),
        Arguments.of(
            Excess.VERSIONS,
            new KeyRights(
                c.environment(),
                c.scopes(),
                c.grantable(),
                c.subAccounts(),
                c.networks(),
                Set.of(ApiVersion.V1, ApiVersion.V2),
                c.certificates(),
                c.piiReason(),
                c.spendLimit(),
                c.notBefore(),
                c.expiresAt())),
        Arguments.of(
            Excess.EXPOSE_PII,
            new KeyRights(
                c.environment(),
                c.scopes(),
                c.grantable(),
                c.subAccounts(),
                c.networks(),
                c.versions(),
                c.certificates(),
                Optional.of("labels"),
                c.spendLimit(),
                c.notBefore(),
                c.expiresAt())),
        Arguments.of(
            Excess.NOT_BEFORE,
            new KeyRights(
                c.environment(),
                c.scopes(),
                c.grantable(),
                c.subAccounts(),
                c.networks(),
                c.versions(),
                c.certificates(),
                c.piiReason(),
                c.spendLimit(),
                NOW.minusSeconds(1),
                c.expiresAt())));
  }

  @Test
  @DisplayName("K7 a child within its parent in every dimension is let through")
  void admitsWhatIsWithin() {
    assertThat(PARENT.excessOf(CHILD)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("K7 K18 a key that spends has no more to spend than the one that made it")
  void refusesLimits(String reason, Optional<SpendLimit> asked) {
    assertThat(PARENT.excessOf(sender(asked))).as(reason).containsExactly(Excess.SPEND_LIMIT);
  }

  static Stream<Arguments> refusesLimits() {
    return Stream.of(
        Arguments.of("none", Optional.empty()),
        Arguments.of("more", Optional.of(limit(101, "USD", SpendPeriod.WEEK, 50))),
        Arguments.of("more per gift", Optional.of(limit(100, "USD", SpendPeriod.WEEK, 51))),
        Arguments.of("another currency", Optional.of(limit(1, "EUR", SpendPeriod.WEEK, 1))),
        Arguments.of("every day", Optional.of(limit(1, "USD", SpendPeriod.DAY, 1))),
        Arguments.of("month by month", Optional.of(limit(100, "USD", SpendPeriod.MONTH, 50))));
  }

  @Test
  @DisplayName("K7 K18 as much and less is let through, and a key that spends nothing needs none")
  void admitsLimits() {
    assertThat(PARENT.excessOf(sender(PARENT.spendLimit()))).isEmpty();
    assertThat(PARENT.excessOf(sender(Optional.of(limit(100, "USD", SpendPeriod.ONCE, 50)))))
        .isEmpty();
    assertThat(PARENT.excessOf(CHILD)).isEmpty();
  }

  private static KeyRights sender(Optional<SpendLimit> limit) {
    var c = CHILD;
    return new KeyRights(
        c.environment(),
        Set.of(Scope.GIFTS_SEND),
        Set.of(),
        c.subAccounts(),
        c.networks(),
        c.versions(),
        c.certificates(),
        c.piiReason(),
        limit,
        c.notBefore(),
        c.expiresAt());
  }

  @Test
  @DisplayName("K7 a key that could use what it grants cannot exist")
  void usesNoneOfWhatItGrants() {
    assertThatThrownBy(() ->
            new KeyRights(
                Environment.LIVE,
                Set.of(Scope.GIFTS_SEND),
                Set.of(Scope.GIFTS_SEND),
                Set.of(),
                List.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                NOW,
                NOW.plusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static KeyRights randomRights(Random random) {
    var scopes = new ArrayList<>(SCOPES);
    Collections.shuffle(scopes, random);
    int usable = 1 + random.nextInt(3);
    int grantable = random.nextInt(scopes.size() - usable);
    var notBefore = NOW.plus(Duration.ofHours(random.nextInt(-12, 12)));
    return new KeyRights(
        random.nextInt(8) == 0 ? Environment.TEST : Environment.LIVE,
        Set.copyOf(scopes.subList(0, usable)),
        Set.copyOf(scopes.subList(usable, usable + grantable)),
        some(SUB_ACCOUNTS, random),
        List.copyOf(some(NETWORKS, random)),
        random.nextBoolean() ? Set.of() : EnumSet.allOf(ApiVersion.class),
        random.nextInt(4) == 0 ? Set.of(CERTIFICATE) : Set.of(),
        random.nextInt(4) == 0 ? Optional.of("a reason") : Optional.empty(),
        Spent.randomLimit(
            random,
            Set.copyOf(scopes.subList(0, usable)),
            Set.copyOf(scopes.subList(usable, usable + grantable))),
        notBefore,
        notBefore.plus(Duration.ofHours(1 + random.nextInt(96))));
  }

  /// What somebody would ask for who means to stay within the parent, and sometimes slips.
  private static KeyRights narrowed(KeyRights parent, Random random) {
    var grantable = new ArrayList<>(parent.grantable());
    if (grantable.isEmpty()) {
      return randomRights(random);
    }
    Collections.shuffle(grantable, random);
    return new KeyRights(
        parent.environment(),
        Set.copyOf(grantable.subList(0, 1)),
        Set.copyOf(grantable.subList(1, grantable.size())),
        random.nextInt(5) == 0 ? some(SUB_ACCOUNTS, random) : parent.subAccounts(),
        random.nextInt(5) == 0 ? List.copyOf(some(NETWORKS, random)) : parent.networks(),
        parent.versions(),
        random.nextInt(5) == 0 ? Set.of() : parent.certificates(),
        random.nextBoolean() ? Optional.empty() : parent.piiReason(),
        random.nextBoolean()
            ? Spent.randomLimit(random, parent.grantable(), Set.of())
            : parent.spendLimit().filter(_ -> KeyRights.spends(parent.grantable(), Set.of())),
        parent.notBefore(),
        parent.expiresAt().plusSeconds(random.nextInt(5) == 0 ? 1 : 0));
  }

  private static <T> Set<T> some(List<T> all, Random random) {
    var shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return random.nextBoolean()
        ? Set.of()
        : Set.copyOf(shuffled.subList(0, 1 + random.nextInt(all.size())));
  }
}
