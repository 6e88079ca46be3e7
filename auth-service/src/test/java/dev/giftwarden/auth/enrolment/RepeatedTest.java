package dev.giftwarden.auth.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.KeyInHand;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("E2 codes, certificates and revocations can be asked for again")
class RepeatedTest {
  private static final String WORD = "Idempotency-Key";
  private static final String REPLAYED = "idempotent-replayed";
  private static final String PEM = "application/x-pem-file";
  private static final String CHAIN = "application/pem-certificate-chain";
  private static final int CALLS = 20;

  private final Edge operator = Edge.operator();
  private final Edge stranger = Edge.stranger();
  private final Directory directory = new Directory();
  private final String account = directory.account("standard", "optional");
  private final String client = "/v1/accounts/" + account + "/clients/erp";
  private final String certificates = client + "/certificates";
  private final String word = UUID.randomUUID().toString();
  private final KeyInHand key = KeyInHand.make();

  RepeatedTest() {
    directory.client(account, "erp", "gifts:read");
  }

  private String code() {
    return operator.post(client + "/enrolment-codes", "{}").json().get("code").asText();
  }

  private Answer again(String path, String body) {
    return operator.post(path, body, WORD, word);
  }

  /// Asks for a certificate, in JSON.
  private Answer asks(Edge edge, KeyInHand of, String... headers) {
    return edge.postText(certificates, PEM, of.pem(), with(headers, WORD, word));
  }

  /// Asks for the same, and wants PEM.
  private Answer asksForChain(Edge edge, KeyInHand of, String... headers) {
    return edge.postText(certificates, PEM, of.pem(), with(headers, WORD, word, "Accept", CHAIN));
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private static String[] bearer(String credential) {
    return new String[] {"Authorization", "Bearer " + credential};
  }

  private static String certificate(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().get("certificate").asText();
  }

  private static Answer first(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    assertThat(answer.headers()).doesNotContainKey(REPLAYED);
    return answer;
  }

  private static Answer replay(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    assertThat(answer.headers()).as(answer.text()).containsEntry(REPLAYED, "true");
    return answer;
  }

  private List<String> actions() {
    return Outbox.ofAccount(account).stream().map(AuditEvent::action).toList();
  }

  @Test
  @DisplayName("E2 M5 one code is made, and its replay is without it; another life is another code")
  void codes() {
    var path = client + "/enrolment-codes";
    var made = first(again(path, "{}"));
    var again = replay(again(path, "{\"expiresIn\": \"PT24H\"}"));

    assertThat(made.json().get("code").asText()).startsWith("gwe_");
    assertThat(again.json().has("code")).isFalse();
    assertThat(again.json().get("expiresAt")).isEqualTo(made.json().get("expiresAt"));
    assertThat(again.headers()).containsEntry("cache-control", "no-store");
    assertThat(again(path, "{\"expiresIn\": \"PT1H\"}").outcome())
        .isEqualTo("422 idempotency-key-reused");
    assertThat(actions().stream().filter("enrolment-code.create"::equals)).hasSize(2);
    assertThat(actions()).contains("enrolment-code.create.replay");
    var wrong = operator.post(path, "{}", WORD, "x".repeat(256));
    assertThat(wrong.outcome()).isEqualTo("400 malformed-request");
  }

  @Test
  @DisplayName(
      "E2 M5 an operator's certificate is the same again, as JSON and as PEM; no key twice")
  void byOperator() {
    var chain = first(asksForChain(operator, key)).text();
    assertThat(Pem.certificates(chain)).hasSize(2);
    assertThat(certificate(replay(asks(operator, key)))).isEqualTo(chain);
    assertThat(replay(asksForChain(operator, key)).text()).isEqualTo(chain);

    var csr = key.pem().replace("\n", "\\n");
    assertThat(certificate(replay(again(certificates, "{\"csr\": \"%s\"}".formatted(csr)))))
        .isEqualTo(chain);
    var shorter = "{\"csr\": \"%s\", \"validity\": \"P30D\"}".formatted(csr);
    assertThat(again(certificates, shorter).outcome()).isEqualTo("422 idempotency-key-reused");
    assertThat(asks(operator, KeyInHand.make()).outcome()).isEqualTo("422 idempotency-key-reused");
    assertThat(operator.postText(certificates, PEM, key.pem()).outcome())
        .isEqualTo("400 key-used-before");
    assertThat(operator.postText(certificates, PEM, key.pem(), WORD, word + "2").outcome())
        .isEqualTo("400 key-used-before");
    assertThat(actions()).contains("certificate.issue.replay");
  }

  @Test
  @DisplayName("E2 M5 a spent code gets its own answer again, under its own word, and nothing else")
  void byCode() {
    var code = code();
    var other = code();
    var json = first(asks(stranger, key, bearer(code)));
    assertThat(certificate(replay(asks(stranger, key, bearer(code))))).isEqualTo(certificate(json));
    var chain = replay(asksForChain(stranger, key, bearer(code)));
    assertThat(chain.headers().get("content-type")).startsWith(CHAIN);
    assertThat(chain.text()).isEqualTo(certificate(json));

    assertThat(asks(stranger, KeyInHand.make(), bearer(code)).outcome())
        .isEqualTo("422 idempotency-key-reused");
    var another = with(bearer(code), WORD, word + "2");
    for (var headers : List.of(another, bearer(code))) {
      assertThat(stranger.postText(certificates, PEM, key.pem(), headers).outcome())
          .isEqualTo("400 key-used-before");
      assertThat(stranger.postText(certificates, PEM, KeyInHand.make().pem(), headers).outcome())
          .isEqualTo("401 enrolment-code-invalid");
    }
    assertThat(asks(stranger, key, bearer(other)).outcome()).isEqualTo("400 key-used-before");
    assertThat(asks(operator, key).outcome()).isEqualTo("400 key-used-before");
    assertThat(asks(stranger, key).outcome()).isEqualTo("401 credentials-missing");
    assertThat(operator.get(path()).json().get("items")).hasSize(1);
  }

  private String path() {
    return "/v1/accounts/" + account + "/certificates";
  }

  @Test
  @DisplayName("E2 C10 a renewal is the same again, over the certificate that it renews")
  void byCertificate() {
    var old = first(operator.postText(certificates, PEM, key.pem()));
    var self = Edge.enrolled(key, certificate(old));
    var next = KeyInHand.make();
    var made = first(asks(self, next));
    var again = replay(asks(self, next));

    assertThat(again.json()).isEqualTo(made.json());
    assertThat(again.json().get("predecessor")).isEqualTo(old.json().get("serial"));
    assertThat(asks(operator, next).outcome()).isEqualTo("409 certificate-limit");
    assertThat(asks(Edge.partner(account, "erp"), KeyInHand.make()).outcome())
        .isEqualTo("422 idempotency-key-reused");
  }

  @Test
  @DisplayName("E2 M5 of twenty at once with one code and one word one makes it, all get it")
  void atOnceByCode() {
    var bearer = bearer(code());
    theSame(atOnce(() -> asks(stranger, key, bearer)));
  }

  @Test
  @DisplayName("E2 M5 of twenty at once by one key and one word one makes it, all get it")
  void atOnceByKey() {
    var admin = directory.key(account, "certificates:write", "").get("key").asText();
    theSame(atOnce(() -> asks(stranger, key, bearer(admin))));
  }

  private void theSame(List<Answer> answers) {
    assertThat(answers.stream().map(RepeatedTest::certificate).distinct()).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.headers().containsKey(REPLAYED))
        .hasSize(CALLS - 1);
    assertThat(operator.get(path()).json().get("items")).hasSize(1);
    assertThat(actions().stream().filter("certificate.issue"::equals)).hasSize(1);
  }

  @Test
  @DisplayName("E2 a request that is unsound, or one too many, leaves no word behind")
  void forgetsRefusals() {
    var bad = operator.postText(certificates, PEM, "none", WORD, word);
    assertThat(bad.outcome()).isEqualTo("400 csr-unreadable");
    var two =
        Stream.of(1, 2)
            .map(_ -> first(operator.postText(certificates, PEM, KeyInHand.make().pem())))
            .toList();
    assertThat(asks(operator, key).outcome()).isEqualTo("409 certificate-limit");
    var serial = two.getFirst().json().get("serial").asText();
    var revoke = certificates + "/" + serial + "/revoke";
    var _ = first(operator.post(revoke, "{\"reason\": \"superseded\"}"));
    var _ = first(asks(operator, key));
  }

  @Test
  @DisplayName("E2 C6 a certificate is revoked once; what came of it since lives on in a replay")
  void revocation() {
    var old = first(operator.postText(certificates, PEM, key.pem()));
    var serial = old.json().get("serial").asText();
    var path = certificates + "/" + serial + "/revoke";
    var asked = "{\"reason\": \"keyCompromise\"}";
    var dead = first(again(path, asked));
    assertThat(dead.json().at("/certificates/0/serial").asText()).isEqualTo(serial);
    assertThat(replay(again(path, asked)).json()).isEqualTo(dead.json());
    assertThat(again(path, "{\"reason\": \"superseded\"}").outcome())
        .isEqualTo("422 idempotency-key-reused");
    assertThat(operator.post(path, "{\"reason\": \"superseded\"}").json()).isEqualTo(dead.json());

    var nowhere = certificates + "/abc/revoke";
    var word = new String[] {WORD, UUID.randomUUID().toString()};
    assertThat(operator.post(nowhere, asked, word).outcome()).isEqualTo("400 malformed-request");
    assertThat(actions().stream().filter("certificate.revoke"::equals)).hasSize(2);
    assertThat(actions()).contains("certificate.revoke.replay");
  }

  @Test
  @DisplayName("E2 C6 a client, and a service's certificate, are revoked once")
  void otherRevocations() {
    var _ = first(operator.postText(certificates, PEM, key.pem()));
    var asked = "{\"reason\": \"cessationOfOperation\"}";
    var dead = first(again(client + "/revoke", asked));
    assertThat(dead.json().get("certificates")).hasSize(1);
    assertThat(replay(again(client + "/revoke", asked)).json()).isEqualTo(dead.json());
    assertThat(again(client + "/revoke", "{\"reason\": \"superseded\"}").outcome())
        .isEqualTo("422 idempotency-key-reused");

    var serial = UUID.randomUUID().toString().replaceAll("[^1-9a-f]", "");
    var service =
        """
        {"reason": "keyCompromise", "serial": "%s", "notAfter": "%s",
         "holder": "spiffe://services.giftwarden.example/gift"}
        """;
    var soon = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
    var revoke = "/v1/certificates/revoke";
    var gone = first(again(revoke, service.formatted(serial, soon)));
    assertThat(replay(again(revoke, service.formatted(serial, soon))).json())
        .isEqualTo(gone.json());
    assertThat(again(revoke, service.formatted(serial + "1", soon)).outcome())
        .isEqualTo("422 idempotency-key-reused");
  }

  private static List<Answer> atOnce(Supplier<Answer> call) {
    var start = new CyclicBarrier(CALLS);
    List<Future<Answer>> calls;
    try (var threads = Executors.newFixedThreadPool(CALLS)) {
      calls =
          IntStream.range(0, CALLS)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    var _ = start.await();
                    return call.get();
                  }))
              .toList();
    }
    return calls.stream().map(Future::resultNow).toList();
  }
}
