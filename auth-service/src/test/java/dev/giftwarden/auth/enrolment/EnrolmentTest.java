package dev.giftwarden.auth.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.KeyInHand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("M5 a client gets and renews its certificate by itself")
class EnrolmentTest {
  private static final String PEM = "application/x-pem-file";

  private final Edge operator = Edge.operator();
  private final Directory directory = new Directory();
  private final String account = directory.account("standard", "optional");
  private final String client = "/v1/accounts/" + account + "/clients/erp";
  private final String certificates = client + "/certificates";

  EnrolmentTest() {
    directory.client(account, "erp", "gifts:read");
  }

  private String code() {
    var answer = operator.post(client + "/enrolment-codes", "{}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().get("code").asText();
  }

  private static Answer issued(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }

  /// The client's first certificate, for a key of its own.
  private Edge enrolled() {
    return directory.enrolled(account, "erp");
  }

  @Test
  @DisplayName("M5 C9 a code gets a certificate that works at once, for 90 days, and names its CRL")
  void byCode() {
    var key = KeyInHand.make();
    var answer =
        issued(
            Edge.stranger()
                .postText(certificates, PEM, key.pem(), "Authorization", "Bearer " + code()));

    var json = answer.json();
    var leaf = Pem.certificates(json.get("certificate").asText()).getFirst();
    assertThat(leaf.getPublicKey()).isEqualTo(key.pair().getPublic());
    assertThat(json.get("serial").asText()).isEqualTo(leaf.getSerialNumber().toString(16));
    assertThat(json.at("/versions/0").asText()).isEqualTo("v1");
    assertThat(json.has("predecessor")).isFalse();
    var end = Instant.parse(json.get("notAfter").asText());
    assertThat(Duration.between(Instant.parse(json.get("notBefore").asText()), end))
        .isEqualTo(Duration.ofDays(90));
    byte[] point = leaf.getExtensionValue(Extension.cRLDistributionPoints.getId());
    assertThat(new String(point, StandardCharsets.ISO_8859_1)).contains("/crl/partners.crl");

    var token =
        Edge.enrolled(key, json.get("certificate").asText())
            .postForm(
                "/oauth2/token", Map.of("grant_type", "client_credentials", "client_id", "erp"));
    assertThat(token.status()).as(token.text()).isEqualTo(200);
    var records =
        Outbox.events(event -> event.target().equals("certificate:" + json.get("serial").asText()));
    assertThat(records).hasSize(1);
    assertThat(records.getFirst().action()).isEqualTo("certificate.issue");
    assertThat(records.getFirst().account()).isEqualTo(account);
    assertThat(records.getFirst().actor()).startsWith("enrolment-code:");
  }

  @Test
  @DisplayName("M5 a code by Basic, as EST sends it; one of another name gets nothing")
  void byBasic() {
    var code = code();
    var key = KeyInHand.make();
    for (var user : List.of("erp", account + "/crm")) {
      var answer = Edge.stranger().postText(certificates, PEM, key.pem(), basic(user, code));
      assertThat(answer.outcome()).isEqualTo("401 enrolment-code-invalid");
    }
    var _ =
        issued(
            Edge.stranger().postText(certificates, PEM, key.pem(), basic(account + "/erp", code)));
  }

  private static String[] basic(String user, String code) {
    var joined = (user + ":" + code).getBytes(StandardCharsets.UTF_8);
    return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(joined)};
  }

  @Test
  @DisplayName("M5 an operator, and a key with certificates:write, issue for a client; as JSON too")
  void byOthers() {
    var first = KeyInHand.make();
    var byOperator = operator.postBytes(certificates, "application/pkcs10", first.request());
    assertThat(issued(byOperator).json().get("predecessor")).isNull();

    var key = directory.key(account, "certificates:write", "").get("key").asText();
    var second = KeyInHand.make();
    var body =
        "{\"csr\":\"%s\",\"versions\":[\"v1\"],\"validity\":\"P30D\"}"
            .formatted(second.pem().replace("\n", "\\n"));
    var json =
        issued(Edge.stranger().post(certificates, body, "Authorization", "Bearer " + key)).json();
    assertThat(
            Duration.between(
                Instant.parse(json.get("notBefore").asText()),
                Instant.parse(json.get("notAfter").asText())))
        .isEqualTo(Duration.ofDays(30));
  }

  @Test
  @DisplayName("M5 base64 without PEM's frame is a request too, and text/plain a PEM file")
  void otherForms() {
    var base64 = Base64.getMimeEncoder().encodeToString(KeyInHand.make().request());
    var _ = issued(operator.postText(certificates, "application/pkcs10", base64));
    var _ = issued(operator.postText(certificates, "text/plain", KeyInHand.make().pem()));
  }

  @Test
  @DisplayName("C10 a certificate renews itself with a new key, and grants no more than before")
  void renews() {
    var first = KeyInHand.make();
    var body = "{\"csr\":\"%s\",\"validity\":\"P30D\"}";
    var old = issued(operator.post(certificates, body.formatted(line(first)))).json();
    var self = Edge.enrolled(first, old.get("certificate").asText());

    var again = self.postText(certificates, PEM, first.pem());
    assertThat(again.outcome()).isEqualTo("400 key-used-before");
    var longer = "{\"csr\":\"%s\",\"validity\":\"P31D\"}".formatted(line(KeyInHand.make()));
    assertThat(self.post(certificates, longer).outcome()).isEqualTo("403 wider-than-issuer");

    var json = issued(self.postText(certificates, PEM, KeyInHand.make().pem())).json();
    assertThat(json.get("predecessor").asText()).isEqualTo(old.get("serial").asText());
    assertThat(
            Duration.between(
                Instant.parse(json.get("notBefore").asText()),
                Instant.parse(json.get("notAfter").asText())))
        .isEqualTo(Duration.ofDays(30));
    var records =
        Outbox.events(event -> event.target().equals("certificate:" + json.get("serial").asText()));
    assertThat(records.getFirst().actor()).isEqualTo("client:" + account + "/erp");
  }

  private static String line(KeyInHand key) {
    return key.pem().replace("\n", "\\n");
  }

  @Test
  @DisplayName("C10 C11 one that another hand issued renews too, and is in the inventory from then")
  void renewsWhatIsInNoInventory() {
    var self = Edge.partner(account, "erp");
    var old = self.certificate().own();
    var next = KeyInHand.make();
    var json = issued(self.postText(certificates, PEM, next.pem())).json();
    assertThat(json.get("predecessor").asText()).isEqualTo(old.serial());

    var listed = operator.get("/v1/accounts/" + account + "/certificates").json().get("items");
    assertThat(listed).hasSize(2);
    assertThat(listed.findValuesAsText("serial"))
        .containsExactlyInAnyOrder(old.serial(), json.get("serial").asText());
    assertThat(listed.findValuesAsText("thumbprint")).contains(old.thumbprint().value());
    assertThat(listed.findValuesAsText("issuedBy"))
        .containsExactlyInAnyOrder("elsewhere", "client:" + account + "/erp");
    assertThat(self.postText(certificates, PEM, KeyInHand.make().pem()).outcome())
        .as("M8 two at a time, and it is one of them")
        .isEqualTo("409 certificate-limit");

    var revoked =
        operator.post(
            client + "/certificates/" + old.serial() + "/revoke", "{\"reason\":\"keyCompromise\"}");
    assertThat(revoked.outcome()).as(revoked.text()).isEqualTo("200");
    var successor = Edge.enrolled(next, json.get("certificate").asText());
    assertThat(successor.postText(certificates, PEM, KeyInHand.make().pem()).outcome())
        .as("what was renewed with a stolen key is dead with it")
        .isEqualTo("401 certificate-revoked");
  }

  @Test
  @DisplayName("C10 M8 one of another hand counts where it is to be renewed: no client has three")
  void countsWhatIsInNoInventory() {
    directory.client(account, "crm", "gifts:read");
    var crm = "/v1/accounts/" + account + "/clients/crm/certificates";
    var _ = issued(operator.postText(crm, PEM, KeyInHand.make().pem()));
    var other = Edge.partner(account, "crm");
    assertThat(other.postText(crm, PEM, KeyInHand.make().pem()).outcome())
        .isEqualTo("409 certificate-limit");
    var listed = operator.get("/v1/accounts/" + account + "/certificates").json().get("items");
    assertThat(listed).as("who was refused has adopted nothing").hasSize(1);
  }

  @Test
  @DisplayName("M8 a client has two live certificates; a third takes the revocation of one")
  void twoAtATime() {
    var one = enrolled();
    var _ = enrolled();
    var third = KeyInHand.make();
    assertThat(operator.postText(certificates, PEM, third.pem()).outcome())
        .isEqualTo("409 certificate-limit");
    assertThat(one.postText(certificates, PEM, third.pem()).outcome())
        .isEqualTo("409 certificate-limit");

    Sql.run(
        """
        insert into revoked_certificate
          (serial, kind, holder, account, not_after, reason, revoked_at, revoked_by)
        select serial, 'partner', client, account, not_after, 'superseded', now(), 'test'
        from certificate where serial = '%s'
        """
            .formatted(one.certificate().own().serial()));
    assertThat(one.postText(certificates, PEM, third.pem()).outcome())
        .isEqualTo("401 certificate-mismatch");
    var _ = issued(operator.postText(certificates, PEM, third.pem()));
  }

  @Test
  @DisplayName("M5 a client that was revoked gets none, by whatever credential")
  void endedClient() {
    var self = enrolled();
    var code = code();
    Sql.run(
        "update client set revoked_at = now() where account = '%s' and id = 'erp'"
            .formatted(account));
    var pem = KeyInHand.make().pem();
    assertThat(operator.postText(certificates, PEM, pem).outcome()).isEqualTo("409 conflict");
    assertThat(operator.post(client + "/enrolment-codes", "{}").outcome())
        .isEqualTo("409 conflict");
    assertThat(self.postText(certificates, PEM, pem).outcome())
        .isEqualTo("401 certificate-mismatch");
    assertThat(
            Edge.stranger()
                .postText(certificates, PEM, pem, "Authorization", "Bearer " + code)
                .outcome())
        .isEqualTo("401 enrolment-code-invalid");
  }

  @Test
  @DisplayName("M5 a client of a suspended account gets none, and does again after")
  void suspendedAccount() {
    var self = enrolled();
    var bearer = new String[] {"Authorization", "Bearer " + code()};
    var pem = KeyInHand.make().pem();
    var path = "/v1/accounts/" + account;
    assertThat(operator.post(path + "/suspend", "").status()).isEqualTo(200);
    for (var edge : List.of(operator, self)) {
      assertThat(edge.postText(certificates, PEM, pem).outcome())
          .isEqualTo("403 account-suspended");
    }
    assertThat(Edge.stranger().postText(certificates, PEM, pem, bearer).outcome())
        .isEqualTo("403 account-suspended");
    assertThat(operator.post(path + "/resume", "").status()).isEqualTo(200);
    var _ = issued(Edge.stranger().postText(certificates, PEM, pem, bearer));
  }
}
