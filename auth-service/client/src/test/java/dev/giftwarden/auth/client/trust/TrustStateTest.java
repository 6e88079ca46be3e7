package dev.giftwarden.auth.client.trust;

import static dev.giftwarden.auth.client.testing.TestIdentities.AUTH;
import static dev.giftwarden.auth.client.testing.TestIdentities.FOLDER;
import static dev.giftwarden.auth.client.testing.TestIdentities.GIFT;
import static dev.giftwarden.auth.client.testing.TestIdentities.PKI;
import static dev.giftwarden.auth.client.testing.TestUpdates.change;
import static dev.giftwarden.auth.client.testing.TestUpdates.heartbeat;
import static dev.giftwarden.auth.client.testing.TestUpdates.key;
import static dev.giftwarden.auth.client.testing.TestUpdates.raised;
import static dev.giftwarden.auth.client.testing.TestUpdates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestSigner;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.trust.TrustState.Applied;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustUpdate;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrustStateTest {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TestSigner SIGNER = new TestSigner("signer-1");

  private final TestTime time = new TestTime();
  private final TrustState trust = new TrustState(time, time::nanoTime, BOUND, AUTH::roots);

  private SigningKey published() {
    return SIGNER.published(AUTH, time.instant().plus(HOUR));
  }

  private Applied apply(TrustUpdate update) {
    return trust.apply(update);
  }

  @Test
  @DisplayName("Z9 silence is measured from the start, then from the last heartbeat")
  void silence() {
    time.pass(Duration.ofSeconds(3));
    assertThat(trust.silence()).isEqualTo(Duration.ofSeconds(3));
    apply(snapshot(0, time.instant()));
    assertThat(trust.silence()).isZero();
    time.pass(Duration.ofSeconds(4));
    assertThat(trust.silence()).isEqualTo(Duration.ofSeconds(4));
    apply(heartbeat(0, time.instant()));
    assertThat(trust.silence()).isZero();
  }

  @Test
  @DisplayName("Z5 nothing is decided before the first snapshot")
  void undecidedAtFirst() {
    assertThat(trust.objection()).contains(Refusal.TRUST_STALE);
    assertThat(apply(change(1, raised("account:acme", 1)))).isInstanceOf(Applied.Broken.class);
    assertThat(apply(heartbeat(0, time.instant()))).isInstanceOf(Applied.Broken.class);
    assertThat(trust.objection()).contains(Refusal.TRUST_STALE);
    assertThat(apply(snapshot(0, time.instant()))).isEqualTo(new Applied.Upto(0));
    assertThat(trust.objection()).isEmpty();
  }

  @Test
  @DisplayName("Z5 an older snapshot is refused and does not count as news")
  void refusesOlderSnapshot() {
    apply(snapshot(7, time.instant(), raised("key:a", 2)));
    time.pass(BOUND);
    assertThat(apply(snapshot(6, time.instant()))).isInstanceOf(Applied.Broken.class);
    time.pass(Duration.ofMillis(1));
    assertThat(trust.objection()).contains(Refusal.TRUST_STALE);
    assertThat(trust.epoch("key:a")).isEqualTo(2);
  }

  @Test
  @DisplayName("Z5 changes out of order or twice start the feed anew and undo nothing")
  void refusesReordered() {
    apply(snapshot(1, time.instant()));
    assertThat(apply(change(3, raised("key:a", 5)))).isEqualTo(new Applied.Upto(3));
    assertThat(apply(change(2, raised("key:a", 4)))).isInstanceOf(Applied.Broken.class);
    assertThat(apply(change(3, raised("key:a", 1)))).isInstanceOf(Applied.Broken.class);
    assertThat(trust.epoch("key:a")).isEqualTo(5);
  }

  @Test
  @DisplayName("Z5 a heartbeat that knows more than we have heard is not news but a gap")
  void refusesGap() {
    apply(snapshot(1, time.instant()));
    time.pass(BOUND);
    assertThat(apply(heartbeat(2, time.instant()))).isInstanceOf(Applied.Broken.class);
    time.pass(Duration.ofMillis(1));
    assertThat(trust.objection()).contains(Refusal.TRUST_STALE);
  }

  @Test
  @DisplayName("Z5 an epoch never falls, not even by a newer snapshot")
  void epochsOnlyRise() {
    apply(snapshot(1, time.instant(), raised("account:acme", 8)));
    apply(snapshot(2, time.instant(), raised("account:acme", 3)));
    assertThat(trust.epoch("account:acme")).isEqualTo(8);
  }

  @Test
  @DisplayName(
      "T6 an account is suspended until a later word, or a snapshot without one, and no token")
  void knowsSuspensions() {
    var acme = new AccountId("acme");
    apply(snapshot(1, time.instant(), raised("suspended:acme", 4)));
    assertThat(trust.isSuspended(acme)).isTrue();
    assertThat(trust.isSuspended(new AccountId("acm"))).isFalse();
    apply(change(2, raised("resumed:acme", 3)));
    apply(change(3, raised("account:acme", 9)));
    assertThat(trust.isSuspended(acme)).as("an older word, and another").isTrue();
    apply(change(4, raised("resumed:acme", 5)));
    assertThat(trust.isSuspended(acme)).isFalse();
    apply(snapshot(5, time.instant(), raised("resumed:acme", 5), raised("suspended:acme", 6)));
    assertThat(trust.isSuspended(acme)).isTrue();
    apply(snapshot(6, time.instant()));
    assertThat(trust.isSuspended(acme)).as("resumed while nobody listened").isFalse();
    assertThat(trust.epoch("suspended:acme")).isEqualTo(-1);
  }

  @Test
  @DisplayName("Z5 the staleness bound holds to the millisecond, whatever the wall clock says")
  void stale() {
    apply(snapshot(1, time.instant()));
    time.pass(BOUND);
    assertThat(trust.objection()).isEmpty();
    Instant before = time.instant();
    time.pass(Duration.ofMillis(1));
    time.setWall(before);
    assertThat(trust.objection()).contains(Refusal.TRUST_STALE);
  }

  static Stream<Arguments> skews() {
    return Stream.of(
        argumentSet("ahead by 2.001 s", Duration.ofMillis(2_001)),
        argumentSet("behind by 2.001 s", Duration.ofMillis(-2_001)),
        argumentSet("ahead by an hour", HOUR),
        argumentSet("behind by an hour", HOUR.negated()));
  }

  @ParameterizedTest
  @MethodSource("skews")
  @DisplayName(
      "Z5 a clock that is off refuses, at the heartbeat and also when it is set afterwards")
  void skewed(Duration off) {
    apply(snapshot(1, time.instant()));
    assertThat(trust.objection()).isEmpty();
    Instant right = time.instant();
    time.setWall(right.plus(off));
    assertThat(trust.objection()).contains(Refusal.CLOCK_SKEW);
    assertThat(apply(heartbeat(1, right))).isInstanceOf(Applied.Broken.class);
    time.setWall(right.plus(off.isNegative() ? Duration.ofSeconds(-2) : Duration.ofSeconds(2)));
    assertThat(trust.objection()).isEmpty();
  }

  @Test
  @DisplayName("Z5 a snapshot that comes while the clock is off is asked for again")
  void snapshotWhileSkewed() {
    SigningKey key = published();
    Instant right = time.instant();
    time.setWall(right.minus(Duration.ofDays(1)));
    assertThat(apply(snapshot(1, right, key(key), raised("key:a", 1))))
        .isInstanceOf(Applied.Broken.class);
    assertThat(trust.epoch("key:a")).isEqualTo(1);
    time.setWall(right);
    assertThat(apply(snapshot(1, right, key(key)))).isEqualTo(new Applied.Upto(1));
    assertThat(trust.signingKey("signer-1")).isPresent();
  }

  @Test
  @DisplayName("T3 a signing key that auth's certificate vouches for is trusted until its end")
  void trustsSigningKey() {
    apply(snapshot(1, time.instant(), key(published())));
    assertThat(trust.signingKey("signer-1")).contains(SIGNER.pair().getPublic());
    assertThat(trust.signingKey("signer-2")).isEmpty();
    time.pass(HOUR.minusMillis(1));
    assertThat(trust.signingKey("signer-1")).isPresent();
    time.pass(Duration.ofMillis(1));
    assertThat(trust.signingKey("signer-1")).isEmpty();
  }

  static Stream<Arguments> forgeries() {
    var foreign = foreignAuth();
    return Stream.of(
        forged("another id", key -> key.toBuilder().setKeyId("signer-9").build()),
        forged("no id", key -> key.toBuilder().setKeyId("").build()),
        forged("another public key", key -> key.toBuilder().setPublicKey(otherKey()).build()),
        forged("a later end", key -> key.toBuilder().setNotAfterUnixMs(4102444800000L).build()),
        forged("no signature", key -> key.toBuilder().clearSignature().build()),
        forged("a flipped signature", TrustStateTest::flipSignature),
        forged("no certificates", key -> key.toBuilder().clearCertificateChain().build()),
        forged("the leaf alone", TrustStateTest::leafAlone),
        forged("certificates that are none", TrustStateTest::garbageChain),
        forged("signed by gift", key -> SIGNER.published(GIFT, end(key))),
        forged("signed by auth's public certificate", key -> SIGNER.published(edge(), end(key))),
        forged("signed by an auth of another root", key -> SIGNER.published(foreign, end(key))),
        forged("an end after its certificate's", TrustStateTest::outlivesCertificate),
        forged("an end that has passed", key -> SIGNER.published(AUTH, Instant.EPOCH)));
  }

  private static Arguments forged(String name, UnaryOperator<SigningKey> damage) {
    return argumentSet(name, damage);
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  @DisplayName("T3 a signing key that nobody vouches for is left out, and the feed goes on")
  void refusesForgedKey(UnaryOperator<SigningKey> damage) {
    SigningKey forged = damage.apply(published());
    assertThat(apply(snapshot(1, time.instant(), key(forged), raised("key:a", 1))))
        .isEqualTo(new Applied.Upto(1));
    assertThat(trust.signingKeys()).isEmpty();
    assertThat(trust.epoch("key:a")).isEqualTo(1);
    assertThat(trust.objection()).isEmpty();
  }

  @Test
  @DisplayName("T3 no second key slips in under the id of a live one")
  void keepsFirstKeyOfAnId() {
    apply(snapshot(1, time.instant(), key(published())));
    var twin = new TestSigner("signer-1").published(AUTH, time.instant().plus(HOUR));
    apply(change(2, key(twin)));
    assertThat(trust.signingKey("signer-1")).contains(SIGNER.pair().getPublic());
  }

  @Test
  @DisplayName("T3 more signing keys than any auth has are not taken")
  void boundsSigningKeys() {
    apply(snapshot(0, time.instant()));
    for (int i = 1; i <= SigningKeyRing.MOST + 1; i++) {
      var signer = new TestSigner("signer-" + i);
      apply(change(i, key(signer.published(AUTH, time.instant().plus(HOUR)))));
    }
    assertThat(trust.signingKeys()).hasSize(SigningKeyRing.MOST);
  }

  @Test
  @DisplayName("Z5 epochs are forgotten only when every token they could kill is dead")
  void forgetsOldEpochs() {
    apply(snapshot(1, time.instant(), raised("key:a", 1)));
    time.pass(Epochs.MEMORY);
    apply(heartbeat(1, time.instant()));
    assertThat(trust.epoch("key:a")).isEqualTo(1);
    time.pass(Duration.ofMillis(1));
    apply(heartbeat(1, time.instant()));
    assertThat(trust.epoch("key:a")).isEqualTo(-1);
  }

  private static TlsFolder foreignAuth() {
    var pki = Pki.init(FOLDER.resolve("foreign-pki"), InstantSource.system());
    var folder = FOLDER.resolve("foreign-auth");
    var _ = pki.issueService("auth", List.of("localhost"), folder);
    return TlsFolder.open(folder, InstantSource.system());
  }

  /// The same name, but only good for answering the public.
  private static TlsFolder edge() {
    var folder = FOLDER.resolve("auth-edge");
    var _ = PKI.issueEdge("auth", List.of("localhost"), folder);
    return TlsFolder.open(folder, InstantSource.system());
  }

  private static ByteString otherKey() {
    return ByteString.copyFrom(TestSigner.p256().getPublic().getEncoded());
  }

  private static Instant end(SigningKey key) {
    return Instant.ofEpochMilli(key.getNotAfterUnixMs());
  }

  private static SigningKey flipSignature(SigningKey key) {
    byte[] signature = key.getSignature().toByteArray();
    signature[signature.length - 1] ^= 1;
    return key.toBuilder().setSignature(ByteString.copyFrom(signature)).build();
  }

  private static SigningKey leafAlone(SigningKey key) {
    ByteString leaf = key.getCertificateChain(0);
    return key.toBuilder().clearCertificateChain().addCertificateChain(leaf).build();
  }

  private static SigningKey garbageChain(SigningKey key) {
    return key.toBuilder().setCertificateChain(0, ByteString.copyFromUtf8("none")).build();
  }

  private static SigningKey outlivesCertificate(SigningKey key) {
    return SIGNER.published(AUTH, AUTH.own().notAfter().plusMillis(1));
  }
}
