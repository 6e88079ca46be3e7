package dev.giftwarden.acceptance.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The metrics of three running services against the table in `deploy/README.md`.
class MetricsTest {
  private static final House HOUSE = House.started();

  /// Of partners' revoked certificates.
  private static final String LIST = "partners-crl";

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(giftwarden_\\w+)` \\| (counter|gauge)[^|]* \\| ([a-z, ]+) \\|");

  /// What a tag of ours may say: a word of a list, never a name, an id or an address.
  private static final Pattern WORD = Pattern.compile("[a-z]+([-_][a-z]+)*");

  /// The beginning of a root's `x5t#S256`, which is no secret and of which there are two at most.
  private static final Pattern ROOT = Pattern.compile("[A-Za-z0-9_-]{16}");

  @ParameterizedTest(name = "Z9 {0} has the documented metrics of its own, and no others")
  @EnumSource(Service.class)
  void documented(Service service) throws IOException {
    Set<String> documented = new TreeSet<>();
    ROW.matcher(Files.readString(Repository.ROOT.resolve("deploy/README.md")))
        .results()
        .filter(row -> List.of(row.group(3).split(", ")).contains(service.id()))
        .forEach(row -> documented.add(row.group(1) + " " + row.group(2)));
    assertThat(documented).hasSizeGreaterThan(5);
    assertThat(Scrape.of(HOUSE, service).ours()).isEqualTo(documented);
  }

  @Test
  @DisplayName("Z9 a token, a gift and a refusal count as one each, a repetition not at all")
  void counts() {
    Partner acme = Partner.enterprise(HOUSE, "counted");
    Partner.Key key = acme.sender();
    double tokens = tokens();
    String token = acme.token(key, "gift");
    assertThat(tokens()).isEqualTo(tokens + 1);

    double refusedTokens = count(Service.AUTH, "giftwarden_token_refused_total");
    String wrong = key.secret().substring(0, key.secret().length() - 1) + "!";
    Reply none =
        HOUSE.curl(
            acme.certificate,
            HOUSE.auth + "/oauth2/token",
            "--user",
            key.id() + ":" + wrong,
            "--data",
            "grant_type=client_credentials");
    assertThat(none.status()).isEqualTo(401);
    assertThat(count(Service.AUTH, "giftwarden_token_refused_total")).isEqualTo(refusedTokens + 1);
    assertThat(tokens()).isEqualTo(tokens + 1);

    String budget = acme.budget(token, 100_00);
    double gifts = count(Service.GIFT, "giftwarden_gift_sent_total");
    for (int i = 0; i < 2; i++) {
      Reply sent =
          acme.send(acme.certificate, token, budget, 5_00, "--header", "Idempotency-Key: once");
      assertThat(sent.status()).isEqualTo(201);
    }
    assertThat(acme.send(acme.certificate, token, budget, 500_00).status()).isEqualTo(402);
    assertThat(count(Service.GIFT, "giftwarden_gift_sent_total")).isEqualTo(gifts + 1);

    String reason = "reason=credentials-missing";
    double refused = count(Service.GIFT, "giftwarden_call_refused_total", reason);
    assertThat(HOUSE.curl(Identity.NONE, HOUSE.gift + "/v1/gifts").status()).isEqualTo(401);
    assertThat(count(Service.GIFT, "giftwarden_call_refused_total", reason)).isEqualTo(refused + 1);
  }

  @Test
  @DisplayName("Z9 an operator's certificate, which gift's public port does not take, is counted")
  void handshakes() {
    double refused = count(Service.GIFT, "giftwarden_tls_handshake_refused_total");
    List<String> line =
        new ArrayList<>(List.of("curl", "--silent", "--cacert", HOUSE.root().toString()));
    line.addAll(HOUSE.operator().forCurl());
    line.add(HOUSE.gift + "/openapi");
    assertThat(Command.run(Repository.ROOT, line.toArray(String[]::new)).exit()).isNotZero();
    becomes(Service.GIFT, "giftwarden_tls_handshake_refused_total", now -> now == refused + 1);
  }

  @ParameterizedTest(name = "Z9 {0} hears auth, and knows when its certificates end")
  @EnumSource(Service.class)
  void gauges(Service service) throws Exception {
    Scrape scrape = Scrape.of(HOUSE, service);
    assertThat(scrape.sum("giftwarden_trust_feed_age_seconds")).isBetween(0.0, 3.0);

    Path given = HOUSE.home().given(service);
    Set<String> expected = new TreeSet<>();
    expected.add("internal " + end(given.resolve("internal")));
    expected.add("public " + end(given.resolve("public")));
    if (service == Service.AUTH) {
      expected.add("partners-ca " + end(given.resolve("partners")));
    }
    for (String role : service.database().runtimeRoles()) {
      expected.add("database-" + role + " " + end(given.resolve("database").resolve(role)));
    }
    assertThat(
            scrape
                .samples()
                .filter(one -> one.metric().equals("giftwarden_certificate_not_after_seconds"))
                .filter(one -> !LIST.equals(one.tags().get("certificate")))
                .map(one -> one.tags().get("certificate") + " " + (long) one.value()))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            scrape
                .samples()
                .filter(one -> one.metric().equals("giftwarden_certificate_life_left"))
                .filter(one -> LIST.equals(one.tags().get("certificate")))
                .map(one -> one.value() > 0.4 && one.value() <= 1))
        .as("what auth serves is made anew halfway to its end; the others have none here")
        .isEqualTo(service == Service.AUTH ? List.of(true) : List.of());
  }

  @Test
  @DisplayName("A1 Z9 records that audit does not take are seen to wait, and then to go")
  void waiting() {
    double leaves = count(Service.AUDIT, "giftwarden_audit_tree_size");
    assertThat(count(Service.AUDIT, "giftwarden_audit_checkpoint_age_seconds")).isLessThan(3);
    becomes(Service.AUTH, "giftwarden_audit_outbox_depth", depth -> depth == 0);
    HOUSE.stack().stop(Service.AUDIT);
    try {
      var _ = Partner.standard(HOUSE, "waiting"); // two acts, each with its record
      becomes(Service.AUTH, "giftwarden_audit_outbox_depth", depth -> depth >= 2);
      becomes(Service.AUTH, "giftwarden_audit_drain_age_seconds", age -> age > 2);
      becomes(Service.AUTH, "giftwarden_trust_feed_age_seconds", age -> age < 3);
    } finally {
      HOUSE.stack().restart(Service.AUDIT);
    }
    becomes(Service.AUTH, "giftwarden_audit_outbox_depth", depth -> depth == 0);
    becomes(Service.AUTH, "giftwarden_audit_drain_age_seconds", age -> age < 3);
    assertThat(count(Service.AUTH, "giftwarden_audit_outbox_refused")).isZero();
    becomes(Service.AUDIT, "giftwarden_audit_tree_size", size -> size >= leaves + 2);
  }

  @Test
  @DisplayName("Z9 K4 no scrape says who called, what for, or what stood in a path")
  void leaksNothing() {
    Partner acme = Partner.enterprise(HOUSE, "unwatched");
    Partner.Key key = acme.sender();
    String token = acme.token(key, "gift");
    String budget = acme.budget(token, 100_00);
    Reply sent = acme.send(acme.certificate, token, budget, 5_00);
    String gift = sent.text("/id");
    var _ =
        HOUSE.curl(acme.certificate, HOUSE.gift + "/v1/gifts/" + gift, "--oauth2-bearer", token);
    for (String base : List.of(HOUSE.auth, HOUSE.gift, HOUSE.audit)) {
      strangely(base + "/v1/gifts/ada@lovelace.example/status?who=" + key.id());
      strangely(base + "/v1/accounts/" + acme.account + "/keys/" + key.id());
      strangely(base + "/Lovelace/" + key.secret());
    }
    for (Service service : Service.values()) {
      String text = Scrape.of(HOUSE, service).text();
      assertThat(text)
          .as(service.id())
          .contains("http_server_requests_seconds_count")
          .doesNotContain(acme.account, key.id(), key.secret().substring(0, 20), token)
          .doesNotContain(gift, sent.text("/recipientId"), budget)
          .doesNotContainIgnoringCase("ada@", "lovelace", "gwk_", "SPIT", "127.0.0.1");
    }
  }

  /// Requests that filters, routes and methods refuse, each before another would see it.
  private static void strangely(String url) {
    var _ = HOUSE.curl(Identity.NONE, url);
    var _ = HOUSE.curl(Identity.NONE, url, "--header", "Host: lovelace.example");
    var _ = HOUSE.curl(Identity.NONE, url, "--header", "Accept: text/lovelace");
    var _ = HOUSE.curl(Identity.NONE, url, "--request", "PUT");
    var _ = HOUSE.curl(Identity.NONE, url, "--request", "SPIT");
    var _ = HOUSE.curl(Identity.NONE, url, "--header", "Content-Length: 99999999", "--data", "x");
    var _ = HOUSE.curl(Identity.NONE, url, "--oauth2-bearer", "gwk_live_lovelace");
  }

  @ParameterizedTest(name = "Z9 tags of {0} are words, and HTTP ones routes that exist")
  @EnumSource(Service.class)
  void tagsAreWords(Service service) {
    Scrape scrape = Scrape.of(HOUSE, service);
    assertThat(scrape.samples().filter(one -> one.metric().startsWith("giftwarden_")))
        .isNotEmpty()
        .allMatch(one ->
            one.tags().entrySet().stream()
                .allMatch(tag ->
                    tag.getKey().equals("anchor")
                        ? ROOT.matcher(tag.getValue()).matches()
                        : isWord(tag.getValue())));
    assertThat(
            scrape
                .samples()
                .flatMap(one -> Stream.ofNullable(one.tags().get("uri")))
                .filter(uri -> !uri.matches("other|NOT_FOUND|root|UNKNOWN")))
        .allMatch(uri -> uri.matches("(/[a-z0-9.-]+|/\\{[A-Za-z]+})+"));
  }

  private static boolean isWord(String value) {
    return WORD.matcher(value).matches();
  }

  @ParameterizedTest(
      name = "Z9 {0}: no API on the management port, nothing of it on the public one")
  @EnumSource(Service.class)
  void aPortOfItsOwn(Service service) {
    String management = Scrape.management(HOUSE, service);
    for (String path : List.of("/v1/gifts", "/v1/accounts", "/v1/audit/events", "/oauth2/token")) {
      assertThat(HOUSE.curl(HOUSE.operator(), management + path).status()).isEqualTo(404);
      assertThat(HOUSE.curl(Identity.NONE, management + path, "--data", "{}").status())
          .isEqualTo(404);
    }
    for (String path : List.of("/q/metrics", "/q/health", "/q/health/ready", "/metrics")) {
      assertThat(HOUSE.curl(Identity.NONE, HOUSE.ports().https(service) + path).status())
          .isEqualTo(404);
    }
    Command plain = Command.run(Repository.ROOT, "curl", "-s", management.replace("https", "http"));
    assertThat(plain.exit()).isNotZero();
  }

  private static double tokens() {
    return count(Service.AUTH, "giftwarden_token_issued_total", "holder=key", "bound=true");
  }

  private static double count(Service service, String metric, String... tags) {
    return Scrape.of(HOUSE, service).sum(metric, tags);
  }

  private static void becomes(Service service, String metric, DoublePredicate wanted) {
    String last =
        Eventually.becomes(
            SOON,
            "so",
            () -> {
              double value = count(service, metric);
              return wanted.test(value) ? "so" : Double.toString(value);
            });
    assertThat(last).as(metric).isEqualTo("so");
  }

  private static long end(Path credentials) throws Exception {
    try (InputStream file = Files.newInputStream(credentials.resolve("tls.crt"))) {
      var leaf = CertificateFactory.getInstance("X.509").generateCertificate(file);
      return ((X509Certificate) leaf).getNotAfter().toInstant().getEpochSecond();
    }
  }
}
