package dev.giftwarden.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.demo.Session.Expected;
import dev.giftwarden.local.demo.Session.Proof;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The main job from end to end, with the refusals that matter beside each step.
public final class Story {

  /// An act is in a published checkpoint within about a second of it.
  private static final Duration AUDIT_LIMIT = Duration.ofMinutes(1);

  /// The promise is a second while the feed is healthy; this is the bound after which nothing
  /// passes.
  private static final Duration REVOCATION_LIMIT = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(20);

  private static final String GIFTS = "/v1/gifts";

  private static final String WHERE =
      "name=Ada+Lovelace&line1=1+Dorset+Street&city=London&postalCode=W1U+4EE&country=GB";

  private final Home home;
  private final Ports ports;
  private final InstantSource clock;
  private final Shown shown;
  private final Session session;
  private final AuditProof auditProof;

  public Story(Home home, Ports ports, InstantSource clock, PrintStream out) {
    this.home = home;
    this.ports = ports;
    this.clock = clock;
    this.shown = new Shown(out);
    this.session = new Session(home, ports, shown);
    this.auditProof = new AuditProof(home, ports, shown);
  }

  /// Tells it whole.
  ///
  /// @throws Failure at the first answer that is not the expected one
  public void tell() throws IOException {
    Proof acme = Proof.of(Partner.ACME, boundToken());
    String budget = openBudget(acme);
    String gift = sendGift(acme, budget);
    readMasked(acme, gift);
    claim(acme, gift);
    overspend(acme, budget);
    refusals(acme, gift, budget);
    findInTheLog(gift);
    revoke();
    auditProof.exportAndVerify();
  }

  private String boundToken() throws IOException {
    shown.chapter("A certificate and a key become a token that lives five minutes");
    Answer answer = session.token(Partner.ACME, key(DemoKey.GIFTS), "gift");
    String token = answer.text("/access_token");
    JsonNode claims = claims(token);
    String thumbprint = thumbprint(Partner.ACME);
    session.require(
        thumbprint.equals(claims.at("/cnf/x5t#S256").asText()), "a token bound to our certificate");
    long lifetime = claims.at("/exp").asLong() - claims.at("/iat").asLong();
    session.require(lifetime <= 300, "a life of five minutes at most, not " + lifetime + " s");
    shown.fact("works only over connections that prove the certificate " + thumbprint);
    return token;
  }

  private String openBudget(Proof acme) throws IOException {
    shown.chapter("A budget of 100 euros");
    String body = "{\"amount\":10000,\"currency\":\"EUR\"}";
    return session.post(Service.GIFT, "/v1/budgets", acme, body, Expected.ok(201)).text("/id");
  }

  private String sendGift(Proof acme, String budget) throws IOException {
    shown.chapter("A gift of 60 euros, and the same request once more");
    Map<String, String> once = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    String body = gift(budget, 6000);
    Answer first = session.post(Service.GIFT, GIFTS, acme, once, body, Expected.ok(201));
    Answer again = session.post(Service.GIFT, GIFTS, acme, once, body, Expected.ok(201));
    session.require(first.text("/id").equals(again.text("/id")), "one gift, not two");
    session.require(again.header("Idempotent-Replayed").isPresent(), "a marked replay");
    session.post(
        Service.GIFT,
        GIFTS,
        acme,
        once,
        gift(budget, 1),
        new Expected(422, "idempotency-key-reused"));
    return first.text("/id");
  }

  private void readMasked(Proof acme, String gift) throws IOException {
    shown.chapter("Read back: names and addresses are masked");
    Answer answer = session.get(Service.GIFT, GIFTS + "/" + gift, acme, Expected.ok(200));
    boolean clean = !answer.body().contains("Lovelace") && !answer.body().contains("ada@");
    session.require(clean, "no name and no address in the answer");
  }

  private void claim(Proof acme, String gift) throws IOException {
    shown.chapter("Whoever it is for opens a link, and claims it");
    String path = "/v2" + GIFTS.substring("/v1".length()) + "/" + gift;
    String link =
        session.post(Service.GIFT, path + "/link", acme, "", Expected.ok(201)).text("/url");
    session.visit(link, null, 200);
    session.visit(link + "/claim", WHERE, 303);
    session.visit(link, null, 200);
    Answer claimed = session.get(Service.GIFT, path, acme, Expected.ok(200));
    session.require(claimed.text("/state").equals("claimed"), "a claimed gift");
  }

  private void overspend(Proof acme, String budget) throws IOException {
    shown.chapter("40 euros are left, 41 are refused");
    session.post(
        Service.GIFT, GIFTS, acme, gift(budget, 4100), new Expected(402, "budget-exhausted"));
  }

  private void refusals(Proof acme, String gift, String budget) throws IOException {
    shown.chapter("No token; the token of acme, stolen: with another certificate, and with none");
    String path = GIFTS + "/" + gift;
    session.get(
        Service.GIFT,
        path,
        new Proof(Partner.ACME, null),
        new Expected(401, "credentials-missing"));
    session.get(
        Service.GIFT,
        path,
        new Proof(Partner.BLUEBIRD, acme.token()),
        new Expected(401, "certificate-mismatch"));
    session.get(
        Service.GIFT,
        path,
        new Proof(null, acme.token()),
        new Expected(401, "certificate-required"));

    shown.chapter("A key that may only read sends nothing");
    Proof reader = Proof.of(Partner.ACME, key(DemoKey.READER));
    session.get(Service.GIFT, path, reader, Expected.ok(200));
    session.post(
        Service.GIFT, GIFTS, reader, gift(budget, 1), new Expected(403, "insufficient-scope"));
  }

  private void findInTheLog(String gift) throws IOException {
    shown.chapter("The act is in the audit log");
    String token = session.token(Partner.ACME, key(DemoKey.GIFTS), "audit").text("/access_token");
    Proof acme = Proof.of(Partner.ACME, token);
    String path = "/v1/audit/events?action=gift.send&limit=20";
    Instant limit = clock.instant().plus(AUDIT_LIMIT);
    Optional<String> event = eventOf(gift, session.ask(Service.AUDIT, path, acme));
    while (event.isEmpty()) {
      session.require(clock.instant().isBefore(limit), "the gift in the log within a minute");
      pause();
      event = eventOf(gift, session.ask(Service.AUDIT, path, acme));
    }
    session.get(Service.AUDIT, "/v1/audit/events/" + event.get(), acme, Expected.ok(200));
    session.get(Service.GIFT, GIFTS, acme, new Expected(401, "token-invalid"));
    shown.fact("a token for audit is worth nothing at gift");
  }

  private static Optional<String> eventOf(String gift, Answer events) {
    for (JsonNode event : events.json().path("items")) {
      if (event.path("target").asText().equals(gift)) {
        return Optional.of(event.path("id").asText());
      }
    }
    return Optional.empty();
  }

  private void revoke() throws IOException {
    shown.chapter("A revoked key is dead everywhere");
    Proof administrator = Proof.of(Partner.ACME, key(DemoKey.ADMINISTRATOR));
    String keys = "/v1/accounts/" + Partner.ACME.account() + "/keys";
    String request =
        Accounts.json(new Accounts(home, ports, clock).request(DemoKey.GIFTS, Duration.ofHours(1)));
    Answer made = session.post(Service.AUTH, keys, administrator, request, Expected.ok(201));
    String key = made.text("/key");
    Proof atGift =
        Proof.of(Partner.ACME, session.token(Partner.ACME, key, "gift").text("/access_token"));
    Proof atAudit =
        Proof.of(Partner.ACME, session.token(Partner.ACME, key, "audit").text("/access_token"));
    session.get(Service.GIFT, GIFTS + "?limit=1", atGift, Expected.ok(200));

    String revoke = keys + "/" + DemoKey.id(key) + "/revoke";
    session.post(Service.AUTH, revoke, administrator, "", Expected.ok(200));
    Instant revoked = clock.instant();
    awaitRefusal(Service.GIFT, GIFTS + "?limit=1", atGift, revoked);
    awaitRefusal(Service.AUDIT, "/v1/audit/events?limit=1", atAudit, revoked);
  }

  private void awaitRefusal(Service service, String path, Proof proof, Instant since)
      throws IOException {
    while (session.ask(service, path, proof).status() != 401) {
      Duration waited = Duration.between(since, clock.instant());
      session.require(waited.compareTo(REVOCATION_LIMIT) < 0, "the token dead within 10 s");
      pause();
    }
    Duration took = Duration.between(since, clock.instant());
    session.get(service, path, proof, new Expected(401, "token-revoked"));
    shown.fact("refused by %s %d ms after the answer".formatted(service.id(), took.toMillis()));
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private static String gift(String budget, int cents) {
    return """
    {"budgetId":"%s","amount":%d,"currency":"EUR",
     "recipient":{"name":"Ada Lovelace","email":"ada@example.com"},"message":"Thank you"}
    """
        .formatted(budget, cents)
        .strip();
  }

  private String key(DemoKey key) {
    return SecretFile.of(home, Partner.ACME, key).read();
  }

  private String thumbprint(Partner partner) {
    return TlsFolder.open(partner.credentials(home), clock).own().thumbprint().value();
  }

  private static JsonNode claims(String token) {
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", 3)[1]);
    return new Answer(200, Map.of(), new String(claims, StandardCharsets.UTF_8)).json();
  }
}
