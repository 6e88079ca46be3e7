package dev.giftwarden.auth.client.token;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.ACME_OTHER;
import static dev.giftwarden.auth.client.testing.TestIdentities.BLUEBIRD;
import static dev.giftwarden.auth.client.testing.TestIdentities.FOLDER;
import static dev.giftwarden.auth.client.testing.TestIdentities.GIFT;
import static dev.giftwarden.auth.client.testing.TestIdentities.OPERATOR;
import static dev.giftwarden.auth.client.testing.TestIdentities.bare;
import static dev.giftwarden.auth.client.testing.TestIdentities.origin;
import static dev.giftwarden.auth.client.testing.TestIdentities.over;
import static dev.giftwarden.auth.client.testing.TestUpdates.change;
import static dev.giftwarden.auth.client.testing.TestUpdates.heartbeat;
import static dev.giftwarden.auth.client.testing.TestUpdates.raised;
import static dev.giftwarden.auth.client.testing.TestUpdates.snapshot;
import static dev.giftwarden.auth.client.token.Listening.ISSUER;
import static dev.giftwarden.auth.client.token.Listening.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Whose token it is, where it may be shown, and how long.
class TokenVerifierTest {
  private final Listening gift = new Listening();

  @Test
  @DisplayName("T2 a good token over its own certificate names its caller")
  void accepts() {
    var token = SIGNER.sign(gift.good().subAccounts("north", "south").exposePii().claims());
    assertThat(gift.verify(token, over(ACME)))
        .isInstanceOfSatisfying(
            Verdict.Accepted.class,
            accepted ->
                assertThat(accepted.caller())
                    .isInstanceOfSatisfying(
                        Caller.Partner.class,
                        partner -> {
                          assertThat(partner.actor()).isEqualTo("key:4fKq81ZpWc0x");
                          assertThat(partner.account().value()).isEqualTo("acme");
                          assertThat(partner.may(Scope.GIFTS_SEND)).isTrue();
                          assertThat(partner.may(Scope.GIFTS_CANCEL)).isFalse();
                          assertThat(partner.subAccounts().orElseThrow()).hasSize(2);
                          assertThat(partner.exposePii()).isTrue();
                        }));
  }

  @Test
  @DisplayName("T9 an unbound token works over connections without a certificate alone")
  void unbound() {
    String token = SIGNER.sign(new TestToken(ISSUER, gift.time.instant()).claims());
    assertThat(gift.verify(token, bare())).isInstanceOf(Verdict.Accepted.class);
    assertThat(gift.refusal(token, over(ACME_OTHER))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(gift.refusal(token, over(BLUEBIRD))).isEqualTo(Refusal.CERTIFICATE_OTHER);
  }

  @Test
  @DisplayName(
      "T2 a bound token over another certificate or over none is refused and names its owner")
  void refusesStolen() {
    String token = SIGNER.sign(gift.good().claims());
    assertThat(gift.refusal(token, over(ACME_OTHER))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(gift.refusal(token, over(BLUEBIRD))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(gift.refusal(token, over(GIFT.own()))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(gift.refusal(token, over(OPERATOR))).isEqualTo(Refusal.CERTIFICATE_OTHER);
    assertThat(gift.refusal(token, bare())).isEqualTo(Refusal.CERTIFICATE_ABSENT);
    assertThat(gift.verify(token, bare()))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused ->
                assertThat(refused.claimant().map(Caller::actor)).contains("key:4fKq81ZpWc0x"));
  }

  @Test
  @DisplayName("T2 an open connection does not outlive its certificate")
  void refusesEndedCertificate() {
    Path folder = FOLDER.resolve("ended");
    var before = InstantSource.fixed(gift.time.instant().minus(Duration.ofDays(91)));
    var ended =
        PeerCertificate.of(
            Pki.init(folder, before).issuePartner("acme", "erp", folder.resolve("erp")));
    String token = SIGNER.sign(gift.good().boundTo(ended.thumbprint()).claims());
    assertThat(gift.refusal(token, over(ended))).isEqualTo(Refusal.CERTIFICATE_EXPIRED);
  }

  @Test
  @DisplayName("K10 a token is dead at the second it names, and not a second before")
  void refusesExpired() {
    String token = SIGNER.sign(gift.good().claims());
    beat(Duration.ofSeconds(299));
    assertThat(gift.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    beat(Duration.ofSeconds(1));
    assertThat(gift.refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_EXPIRED);
  }

  @Test
  @DisplayName("K10 a token from the future is refused beyond what clocks may differ")
  void refusesNotYet() {
    Instant now = gift.time.instant();
    assertThat(
            gift.verify(SIGNER.sign(gift.good().issuedAt(now.plusSeconds(4)).claims()), over(ACME)))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(
            gift.refusal(
                SIGNER.sign(gift.good().issuedAt(now.plusSeconds(5)).claims()), over(ACME)))
        .isEqualTo(Refusal.TOKEN_NOT_YET_VALID);
  }

  @Test
  @DisplayName("K5 a token works only from the networks it names")
  void refusesOtherNetwork() {
    String token = SIGNER.sign(gift.good().networks("192.0.2.0/24", "2001:db8::/32").claims());
    var acme = Optional.of(ACME);
    assertThat(gift.verify(token, origin(acme, "2001:db8::1")))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(gift.refusal(token, origin(acme, "192.0.3.1"))).isEqualTo(Refusal.NETWORK);
    assertThat(gift.refusal(token, origin(acme, "2001:db9::1"))).isEqualTo(Refusal.NETWORK);
  }

  @Test
  @DisplayName(
      "Z5 a raised epoch kills the token at once, though its signature was found good before")
  void refusesDeadEpoch() {
    String token = SIGNER.sign(gift.good().epoch("key:4fKq81ZpWc0x", 3).claims());
    assertThat(gift.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    gift.trust.apply(change(2, raised("key:4fKq81ZpWc0x", 3)));
    assertThat(gift.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    gift.trust.apply(change(3, raised("key:4fKq81ZpWc0x", 4)));
    assertThat(gift.refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_EPOCH);
  }

  @Test
  @DisplayName("T6 a token that was revoked by itself is dead at the next call, and none beside it")
  void refusesRevoked() {
    var claims = gift.good().claims();
    String token = SIGNER.sign(claims);
    assertThat(gift.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    gift.trust.apply(change(2, raised("token:another", 1)));
    assertThat(gift.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    gift.trust.apply(change(3, raised("token:" + claims.tokenId(), 1)));
    assertThat(gift.refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_REVOKED);
    assertThat(gift.refusal(token, over(ACME_OTHER))).isEqualTo(Refusal.CERTIFICATE_OTHER);
  }

  @Test
  @DisplayName("T6 a revoked token is remembered for as long as it could live")
  void remembersRevoked() {
    var claims = gift.good().claims();
    gift.trust.apply(change(2, raised("token:" + claims.tokenId(), 1)));
    String token = SIGNER.sign(claims);
    for (int second = 0; second < 299; second++) {
      gift.time.pass(Duration.ofSeconds(1));
      gift.trust.apply(heartbeat(2, gift.time.instant()));
      assertThat(gift.refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_REVOKED);
    }
    gift.time.pass(Duration.ofSeconds(1));
    gift.trust.apply(heartbeat(2, gift.time.instant()));
    assertThat(gift.refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_EXPIRED);
  }

  @Test
  @DisplayName("Z5 the account's epoch kills every token of the account")
  void refusesDeadAccount() {
    String token = SIGNER.sign(gift.good().claims());
    gift.trust.apply(change(2, raised("account:bluebird", 9)));
    assertThat(gift.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
    gift.trust.apply(change(3, raised("account:acme", 1)));
    assertThat(gift.refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_EPOCH);
  }

  @Test
  @DisplayName("Z5 a good token is refused once the feed is stale, and taken again when it is not")
  void refusesWhenStale() {
    String token = SIGNER.sign(gift.good().claims());
    gift.time.pass(Duration.ofMillis(10_001));
    assertThat(gift.refusal(token, over(ACME))).isEqualTo(Refusal.TRUST_STALE);
    beat(Duration.ZERO);
    assertThat(gift.verify(token, over(ACME))).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  @DisplayName("Z5 a token of a signing key that left the feed is refused")
  void refusesRetiredSigningKey() {
    String token = SIGNER.sign(gift.good().claims());
    gift.trust.apply(snapshot(2, gift.time.instant()));
    assertThat(gift.refusal(token, over(ACME))).isEqualTo(Refusal.TOKEN_SIGNING_KEY);
  }

  private void beat(Duration later) {
    gift.time.pass(later);
    gift.trust.apply(heartbeat(1, gift.time.instant()));
  }
}
