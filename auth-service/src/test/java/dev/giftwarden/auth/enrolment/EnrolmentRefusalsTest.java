package dev.giftwarden.auth.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.auth.client.exchange.EnrolmentCodeForm;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.KeyInHand;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@AuthTest
@DisplayName("M5 nobody gets a certificate that is not his")
class EnrolmentRefusalsTest {
  private static final String PEM = "application/x-pem-file";
  private static final int CALLS = 20;

  private final Edge operator = Edge.operator();
  private final Edge stranger = Edge.stranger();
  private final Directory directory = new Directory();
  private final String account = directory.account("standard", "optional");
  private final String client = "/v1/accounts/" + account + "/clients/erp";
  private final String certificates = client + "/certificates";

  EnrolmentRefusalsTest() {
    directory.client(account, "erp", "gifts:read");
  }

  private String code() {
    return operator.post(client + "/enrolment-codes", "{}").json().get("code").asText();
  }

  private Answer with(String credential, String path) {
    return stranger.postText(
        path, PEM, KeyInHand.make().pem(), "Authorization", "Bearer " + credential);
  }

  static Stream<Arguments> requests() throws IOException {
    var key = KeyInHand.make();
    var other = KeyInHand.make().request();
    var tampered = other.clone();
    tampered[tampered.length - 1] ^= 1;
    var ca = new ExtensionsGenerator();
    ca.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    var name = new ExtensionsGenerator();
    name.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, "auth.giftwarden.example")));
    var p384 = KeyInHand.on("secp384r1");
    return Stream.of(
        argumentSet("nothing", "csr-unreadable", ""),
        argumentSet("17 KB", "csr-too-large", "A".repeat(17 * 1024)),
        argumentSet("P-384", "csr-weak-key", p384.pem()),
        argumentSet("a bad signature", "csr-bad-signature", pem(tampered)),
        argumentSet("CA:true", "csr-is-ca", pem(key.request(ca))),
        argumentSet("a foreign name", "csr-foreign-name", pem(key.request(name))),
        argumentSet(
            "a key beside it",
            "csr-unreadable",
            key.pem() + KeyInHand.pem("PRIVATE " + "KEY", key.pair().getPrivate().getEncoded())));
  }

  private static String pem(byte[] der) {
    return KeyInHand.pem("CERTIFICATE REQUEST", der);
  }

  @ParameterizedTest
  @MethodSource("requests")
  @DisplayName("M5 an unsound request is 400 with a reason of its own, recorded, and costs no code")
  void unsound(String problem, String body) {
    var bearer = new String[] {"Authorization", "Bearer " + code()};
    var answer = stranger.postText(certificates, PEM, body, bearer);
    assertThat(answer.outcome()).isEqualTo("400 " + problem);
    assertThat(Outbox.ofAccount(account))
        .filteredOn(event -> event.action().equals("certificate.issue"))
        .hasSize(1);
    var good = stranger.postText(certificates, PEM, KeyInHand.make().pem(), bearer);
    assertThat(good.status()).as(good.text()).isEqualTo(201);
  }

  @Test
  @DisplayName("M5 a key that was certified for anybody is certified for nobody else")
  void usedKey() {
    var key = KeyInHand.make();
    assertThat(operator.postText(certificates, PEM, key.pem()).status()).isEqualTo(201);
    var other = directory.account("standard", "optional");
    directory.client(other, "crm", "gifts:read");
    var path = "/v1/accounts/" + other + "/clients/crm/certificates";
    assertThat(operator.postText(path, PEM, key.pem()).outcome()).isEqualTo("400 key-used-before");
    assertThat(operator.postText(path, PEM, KeyInHand.make().pem()).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("M5 a code that is wrong, used, over or another's has one face")
  void wrongCodes() {
    directory.client(account, "crm", "gifts:read");
    var used = code();
    assertThat(with(used, certificates).status()).isEqualTo(201);
    var late = code();
    Sql.run(
        """
        update enrolment_code set created_at = now() - interval '2 hours',
          expires_at = now() - interval '1 second'
        where id = '%s'
        """
            .formatted(late.substring(4, 16)));
    var good = code();
    var flipped = good.substring(0, 20) + (good.charAt(20) == 'x' ? 'y' : 'x') + good.substring(21);
    var unknown = EnrolmentCodeForm.PREFIX + "nonsense";
    var faces = new ArrayList<String>();
    for (var code : List.of(used, late, flipped, unknown)) {
      faces.add(face(with(code, certificates)));
    }
    faces.add(face(with(good, "/v1/accounts/" + account + "/clients/crm/certificates")));
    assertThat(faces.stream().distinct()).hasSize(1);
    assertThat(faces.getFirst()).contains("enrolment-code-invalid");
    assertThat(with(good, certificates).status()).isEqualTo(201);
    assertThat(Outbox.ofAccount(account))
        .extracting(event -> event.reason())
        .contains("code-used", "code-expired", "code-other-client");
  }

  private static String face(Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    var problem = answer.json().deepCopy();
    ((ObjectNode) problem).remove(List.of("instance", "requestId"));
    return problem.toString();
  }

  @Test
  @DisplayName("K1 K2 a key enrols within its account, its environment and its scopes, and whole")
  void authority() {
    var admin =
        directory.key(account, "keys:write", "certificates:write certificates:read gifts:read");
    directory.client(account, "lab", "gifts:read", "test");
    var write = child(admin, "certificates:write", "");
    assertThat(with(write, certificates).status()).isEqualTo(201);
    assertThat(codes(write, client).status()).isEqualTo(201);

    var read = child(admin, "certificates:read gifts:read", "");
    assertThat(with(read, certificates).outcome()).isEqualTo("403 insufficient-scope");
    assertThat(codes(read, client).outcome()).isEqualTo("403 insufficient-scope");
    assertThat(
            operator
                .post("/v1/accounts/" + account + "/sub-accounts", "{\"id\":\"sales\"}")
                .status())
        .isEqualTo(201);
    var part = child(admin, "certificates:write", ", \"subAccounts\": [\"sales\"]");
    assertThat(with(part, certificates).outcome()).isEqualTo("403 wider-than-issuer");
    assertThat(codes(part, client).outcome()).isEqualTo("403 wider-than-issuer");
    var lab = "/v1/accounts/" + account + "/clients/lab";
    assertThat(with(write, lab + "/certificates").outcome()).isEqualTo("403 wider-than-issuer");
    assertThat(codes(write, lab).outcome()).isEqualTo("403 wider-than-issuer");

    var other = directory.account("standard", "optional");
    directory.client(other, "erp", "gifts:read");
    for (var path :
        List.of(other + "/clients/erp", "nowhere/clients/erp", account + "/clients/no")) {
      var foreign = with(write, "/v1/accounts/" + path + "/certificates");
      assertThat(foreign.outcome()).as(path).isEqualTo("404 not-found");
      assertThat(codes(write, "/v1/accounts/" + path).outcome()).isEqualTo("404 not-found");
    }
  }

  private String child(JsonNode admin, String scopes, String more) {
    var made =
        stranger.post(
            "/v1/accounts/" + account + "/keys",
            Directory.body(scopes, "", more),
            "Authorization",
            "Bearer " + admin.get("key").asText());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("key").asText();
  }

  private Answer codes(String key, String of) {
    return stranger.post(of + "/enrolment-codes", "{}", "Authorization", "Bearer " + key);
  }

  @Test
  @DisplayName("M5 nothing, a certificate of another client, two credentials: refused")
  void wrongCredentials() {
    directory.client(account, "crm", "gifts:read");
    var pem = KeyInHand.make().pem();
    assertThat(stranger.postText(certificates, PEM, pem).outcome())
        .isEqualTo("401 credentials-missing");
    assertThat(Edge.partner(account, "crm").postText(certificates, PEM, pem).outcome())
        .isEqualTo("404 not-found");
    assertThat(Edge.partner(account, "ghost").postText(certificates, PEM, pem).outcome())
        .isEqualTo("401 certificate-mismatch");
    var bearer = new String[] {"Authorization", "Bearer " + code()};
    assertThat(operator.postText(certificates, PEM, pem, bearer).outcome())
        .isEqualTo("400 two-credentials");
    var neighbour = directory.account("standard", "optional");
    assertThat(Edge.partner(neighbour, "erp").postText(certificates, PEM, pem, bearer).outcome())
        .isEqualTo("401 certificate-mismatch");
    assertThat(stranger.postText(certificates, PEM, pem, bearer).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("M5 of twenty calls with one code one gets a certificate")
  void oneCodeAtOnce() {
    var code = code();
    assertThat(atOnce(_ -> with(code, certificates)))
        .filteredOn(answer -> answer.status() == 201)
        .hasSize(1);
  }

  @Test
  @DisplayName("M5 of twenty calls with one key one gets a certificate")
  void oneKeyAtOnce() {
    var pem = KeyInHand.make().pem();
    var answers = atOnce(_ -> operator.postText(certificates, PEM, pem));
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .extracting(Answer::outcome)
        .containsOnly("400 key-used-before");
  }

  @Test
  @DisplayName("M8 of twenty calls at once two get a certificate")
  void twoAtOnce() {
    assertThat(atOnce(_ -> operator.postText(certificates, PEM, KeyInHand.make().pem())))
        .filteredOn(answer -> answer.status() == 201)
        .hasSize(2);
  }

  /// They would have to take half a minute to be none too many.
  @Test
  @DisplayName("K7 E5 wrong codes cost their network, and no other")
  void flood() {
    var code = code();
    var elsewhere = Edge.strangerAt(InetAddress.ofLiteral("127.7.7.7"));
    var pem = KeyInHand.make().pem();
    var wrong = new String[] {"Authorization", "Bearer " + EnrolmentCodeForm.PREFIX + "x"};
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      atOnce(_ -> elsewhere.postText(certificates, PEM, pem, wrong))
          .forEach(answer -> outcomes.add(answer.outcome()));
    }
    assertThat(outcomes)
        .contains("429 rate-limited")
        .containsOnly("401 enrolment-code-invalid", "429 rate-limited");
    assertThat(with(code, certificates).status()).isEqualTo(201);
  }

  @Test
  @DisplayName("E1 what is no wish for a certificate is a problem that names the field")
  void faultyWishes() {
    var csr = KeyInHand.make().pem().replace("\n", "\\n");
    var faults =
        List.of(
            "{}",
            "[]",
            "{",
            "null",
            "{\"csr\":\"%s\",\"validity\":\"P91D\"}".formatted(csr),
            "{\"csr\":\"%s\",\"validity\":\"PT1M\"}".formatted(csr),
            "{\"csr\":\"%s\",\"validity\":\"90 days\"}".formatted(csr),
            "{\"csr\":\"%s\",\"validity\":7}".formatted(csr),
            "{\"csr\":\"%s\",\"versions\":[]}".formatted(csr),
            "{\"csr\":\"%s\",\"versions\":[\"v9\"]}".formatted(csr),
            "{\"csr\":\"%s\",\"subject\":\"me\"}".formatted(csr));
    for (var body : faults) {
      assertThat(operator.post(certificates, body).outcome())
          .as(body)
          .isEqualTo("400 malformed-request");
    }
    for (var body : List.of("{\"expiresIn\":\"PT25H\"}", "{\"expiresIn\":\"P0D\"}", "{\"x\":1}")) {
      assertThat(operator.post(client + "/enrolment-codes", body).outcome())
          .as(body)
          .isEqualTo("400 malformed-request");
    }
    assertThat(operator.post(certificates, "{\"csr\":\"%s\"}".formatted(csr)).status())
        .isEqualTo(201);
  }

  private static List<Answer> atOnce(IntFunction<Answer> call) {
    var start = new CyclicBarrier(CALLS);
    List<Future<Answer>> calls;
    try (var threads = Executors.newFixedThreadPool(CALLS)) {
      calls =
          IntStream.range(0, CALLS)
              .mapToObj(n ->
                  threads.submit(() -> {
                    var _ = start.await();
                    return call.apply(n);
                  }))
              .toList();
    }
    return calls.stream().map(Future::resultNow).toList();
  }
}
