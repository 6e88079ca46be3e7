package dev.giftwarden.auth.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.KeyInHand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bouncycastle.est.ESTException;
import org.bouncycastle.est.jcajce.JcaHttpAuthBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("C6 C10 who was revoked renews nothing, and where a key was lost its successors die")
class RevokedRenewalTest {
  private static final String PEM = "application/x-pem-file";
  private static final String CHAIN = "application/pem-certificate-chain";
  private static final String SUPERSEDED = "{\"reason\":\"superseded\"}";
  private static final String LOST = "{\"reason\":\"keyCompromise\"}";
  private static final Duration BOUND = Duration.ofSeconds(20);

  private final Edge operator = Edge.operator();
  private final Directory directory = new Directory();
  private final String account = directory.account("standard", "optional");
  private final String client = "/v1/accounts/" + account + "/clients/erp";
  private final String certificates = client + "/certificates";

  RevokedRenewalTest() {
    directory.client(account, "erp", "gifts:read");
  }

  private String code() {
    return operator.post(client + "/enrolment-codes", "{}").json().get("code").asText();
  }

  private Edge byCode(String code) {
    var key = KeyInHand.make();
    return enrolled(key, Edge.stranger(), "Accept", CHAIN, "Authorization", "Bearer " + code);
  }

  private Edge byCertificate(Edge old) {
    return enrolled(KeyInHand.make(), old, "Accept", CHAIN);
  }

  private Edge enrolled(KeyInHand key, Edge by, String... headers) {
    var answer = by.postText(certificates, PEM, key.pem(), headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return Edge.enrolled(key, answer.text());
  }

  private static Edge byEst(Edge old) throws IOException {
    var key = KeyInHand.make();
    var renewed =
        EstTest.est(Optional.of(old.certificate())).simpleEnroll(true, EstTest.request(key), null);
    return Edge.enrolled(key, EstTest.chain(renewed.getStore()));
  }

  private Answer revoke(Edge one, String body) {
    return operator.post(certificates + "/" + serial(one) + "/revoke", body);
  }

  private static String serial(Edge one) {
    return one.certificate().own().serial();
  }

  private static void dies(Answer answer, Edge... all) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/certificates").findValuesAsText("serial"))
        .containsExactly(Stream.of(all).map(RevokedRenewalTest::serial).toArray(String[]::new));
  }

  /// At once by the database, and soon by the feed, which is asked first.
  private void renewsNothing(Edge dead) {
    assertThat(renewal(dead)).isIn("401 certificate-mismatch", "401 certificate-revoked");
    assertThatThrownBy(() -> byEst(dead))
        .isInstanceOfSatisfying(
            ESTException.class, e -> assertThat(e.getStatusCode()).isEqualTo(401));
    long end = System.nanoTime() + BOUND.toNanos();
    String last = renewal(dead);
    while (!last.equals("401 certificate-revoked") && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(20_000_000);
      last = renewal(dead);
    }
    assertThat(last).isEqualTo("401 certificate-revoked");
  }

  private String renewal(Edge dead) {
    return dead.postText(certificates, PEM, KeyInHand.make().pem()).outcome();
  }

  @Test
  @DisplayName("C6 C10 three successors, by certificate and by EST, die with the first, at once")
  void chain() throws IOException {
    var first = byCode(code());
    var second = byCertificate(first);
    dies(revoke(first, SUPERSEDED), first);
    renewsNothing(first);
    var third = byEst(second);
    dies(revoke(second, SUPERSEDED), second);
    var fourth = byCertificate(third);

    dies(revoke(first, LOST), first, second, third, fourth);
    for (var dead : List.of(second, third, fourth)) {
      renewsNothing(dead);
    }
    var anew = byCertificate(byCode(code()));
    assertThat(renewal(anew))
        .as("the client lives, and has two")
        .isEqualTo("409 certificate-limit");
  }

  @Test
  @DisplayName("C6 C10 what was renewed from one that auth has not issued dies with it, too")
  void unlisted() throws IOException {
    var first = Edge.partner(account, "erp");
    var second = byCertificate(first);
    dies(revoke(first, SUPERSEDED), first);
    var third = byEst(second);
    assertThat(renewal(second)).as("it lives").isEqualTo("409 certificate-limit");
    dies(revoke(first, LOST), first, second, third);
    renewsNothing(second);
    renewsNothing(third);
  }

  @Test
  @DisplayName("C6 C10 a client that was revoked renews nothing and enrols by no code")
  void client() throws IOException, OperatorCreationException {
    var first = byCode(code());
    var code = code();
    assertThat(operator.post(client + "/revoke", LOST).outcome()).isEqualTo("200");
    renewsNothing(first);
    var byCode =
        Edge.stranger()
            .postText(certificates, PEM, KeyInHand.make().pem(), "Authorization", "Bearer " + code);
    assertThat(byCode.outcome()).isEqualTo("401 enrolment-code-invalid");
    var password = new JcaHttpAuthBuilder(account + "/erp", code.toCharArray()).build();
    var request = EstTest.request(KeyInHand.make());
    assertThatThrownBy(() -> EstTest.est(Optional.empty()).simpleEnroll(false, request, password))
        .isInstanceOfSatisfying(
            ESTException.class, e -> assertThat(e.getStatusCode()).isEqualTo(401));
  }
}
