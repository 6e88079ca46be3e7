package dev.giftwarden.acceptance.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Personal data and secrets that exist once in the world go through the whole house, the wrong
/// ways too, and are then looked for wherever they must not be.
class CanaryTest {
  private static final long SEED = Long.getLong("giftwarden.canary.seed", 20_261_122L);
  private static final House HOUSE = House.started();

  private static final Random RANDOM = new Random(SEED);
  private static final String WORD =
      "Q" + HexFormat.of().toHexDigits(RANDOM.nextLong()).replace('0', 'g');
  private static final String NAME = "Zephyrine " + WORD + "feather";
  private static final String EMAIL = "zeph." + WORD + "@" + WORD + "mail.example";
  private static final String PHONE = "+4917" + (100_000_000L + RANDOM.nextInt(899_999_999));
  private static final String MESSAGE = "Dear " + WORD + "friend, \u00fcber den Wolken";
  private static final String PERSON =
      """
      {"name":"%s","email":"%s","phone":"%s",
       "address":{"line1":"Kanarienweg %sstrasse 7","city":"%sburg","postalCode":"%s","country":"DE"}}\
      """
          .formatted(NAME, EMAIL, PHONE, WORD, WORD, WORD.substring(0, 9));

  private static final List<Canary> PEOPLE = new ArrayList<>();
  private static final List<Canary> SECRETS = new ArrayList<>();

  /// What masked callers were shown, and what anybody was refused.
  private static final List<Haystack> SHOWN = new ArrayList<>();

  private static Partner partner;

  @BeforeAll
  static void story() {
    System.out.printf("canaries: seed %d%n", SEED);
    hatch();
    partner = Partner.enterprise(HOUSE, "canary");
    Partner.Key masked = secret("masked key", partner.sender());
    Partner.Key seeing =
        secret(
            "seeing key",
            partner.sender("\"exposePii\":true", "\"piiReason\":\"prints the labels\""));
    String token = token("masked token", masked, "gift");
    String seen = token("seeing token", seeing, "gift");
    giftsAndRecipients(token, seen);
    personalDataInWrongPlaces(token);
    secretsInWrongPlaces(masked, token);
    shown(
        "audit events",
        get(
            HOUSE.audit + "/v1/audit/events?limit=100",
            bearer(token("audit token", partner.key(List.of("audit:read")), "audit"))));
  }

  private static void hatch() {
    PEOPLE.add(new Canary("name", NAME));
    PEOPLE.add(new Canary("family name", WORD + "feather"));
    PEOPLE.add(new Canary("e-mail", EMAIL));
    PEOPLE.add(new Canary("local part", "zeph." + WORD));
    PEOPLE.add(new Canary("mail domain", WORD + "mail"));
    PEOPLE.add(new Canary("phone", PHONE.substring(1)));
    PEOPLE.add(new Canary("street", WORD + "strasse"));
    PEOPLE.add(new Canary("city", WORD + "burg"));
    PEOPLE.add(new Canary("message", WORD + "friend"));
    PEOPLE.add(new Canary("message's end", "\u00fcber den Wolken"));
  }

  private static Partner.Key secret(String label, Partner.Key key) {
    String secret = key.secret().substring(key.secret().lastIndexOf('_') + 1);
    SECRETS.add(new Canary(label, secret));
    SECRETS.add(new Canary(label + ", first half", secret.substring(0, 16)));
    SECRETS.add(new Canary(label + ", second half", secret.substring(16)));
    return key;
  }

  /// A token's signature is what makes it one; the rest says nothing that its holder does not know.
  private static String token(String label, Partner.Key key, String audience) {
    String token = partner.token(key, audience);
    String signature = token.substring(token.lastIndexOf('.') + 1);
    SECRETS.add(new Canary(label, signature));
    SECRETS.add(new Canary(label + ", first half", signature.substring(0, 40)));
    SECRETS.add(new Canary(label + ", second half", signature.substring(46)));
    return token;
  }

  private static void giftsAndRecipients(String token, String seeing) {
    String budget = partner.budget(token, 100_00);
    String gift = gift(budget, PERSON);
    Reply sent = shown("a gift", post(token, "/v1/gifts", gift, "Idempotency-Key: " + EMAIL));
    shown("a replay", post(token, "/v1/gifts", gift, "Idempotency-Key: " + EMAIL));
    shown(
        "another body",
        post(token, "/v1/gifts", gift.replace("500", "501"), "Idempotency-Key: " + EMAIL));
    assertThat(sent.status()).isEqualTo(201);
    String id = sent.text("/id");
    String recipient = sent.text("/recipientId");
    for (String path :
        List.of(
            "/v1/gifts",
            "/v1/gifts/" + id,
            "/v1/gifts/" + id + "/status",
            "/v1/recipients",
            "/v1/recipients/" + recipient,
            "/v1/budgets",
            "/v1/budgets/" + budget)) {
      shown("GET " + path, get(HOUSE.gift + path, bearer(token)));
    }
    Reply seen = get(HOUSE.gift + "/v1/gifts/" + id, bearer(seeing));
    assertThat(seen.body()).contains(NAME, EMAIL, MESSAGE); // they are there, for who may see them
    shown("a recipient", post(token, "/v1/recipients", PERSON));
    shown("the same recipient", post(token, "/v1/recipients", PERSON));
    shown("too much", post(token, "/v1/gifts", gift(budget, PERSON).replace("500", "5000000")));
    shown("a cancellation", post(token, "/v1/gifts/" + id + "/cancel", "{}"));
    shown("a second cancellation", post(token, "/v1/gifts/" + id + "/cancel", "{}"));
    shown("a search", get(HOUSE.gift + "/v1/recipients?email=" + EMAIL, bearer(token)));
  }

  private static String gift(String budget, String recipient) {
    return "{\"budgetId\":\"%s\",\"amount\":500,\"currency\":\"EUR\",\"recipient\":%s,\"message\":\"%s\"}"
        .formatted(budget, recipient, MESSAGE);
  }

  private static void personalDataInWrongPlaces(String token) {
    String quoted = "\"" + NAME + " " + EMAIL + "\"";
    for (String body :
        List.of(
            PERSON.substring(0, PERSON.length() - 20),
            PERSON.replace("{", "{" + quoted + ":1,"),
            PERSON.replace("\"DE\"", quoted),
            PERSON.replace("\"name\":", "\"name\":{\"a\":") + "}",
            PERSON.replace("\"email\":\"", "\"email\":\"" + NAME + " "),
            PERSON.replace("\"phone\":\"+", "\"phone\":\"" + EMAIL),
            PERSON + quoted,
            quoted,
            "[" + PERSON + "]",
            gift(EMAIL, PERSON),
            gift("bud_0000000000000000000000", PERSON).replace("EUR", NAME),
            gift("bud_0000000000000000000000", PERSON).replace("500", quoted),
            NAME + EMAIL)) {
      shown("a wrong recipient", post(token, "/v1/recipients", body));
      shown("a wrong gift", post(token, "/v1/gifts", body));
      shown("a wrong budget", post(token, "/v1/budgets", body));
      shown("a body without a token", post("x", "/v1/recipients", body));
      shown("a wrong account", HOUSE.post(HOUSE.operator(), HOUSE.auth + "/v1/accounts", body));
      shown(
          "a certificate check",
          HOUSE.curl(
              Identity.NONE,
              HOUSE.auth + "/v1/certificates/check",
              "--header",
              "Content-Type: text/plain",
              "--data",
              body));
      shown(
          "a token request",
          HOUSE.curl(Identity.NONE, HOUSE.auth + "/oauth2/token", "--data", body));
    }
    for (String header :
        List.of(
            "Idempotency-Key: " + NAME + "\u00e9",
            "Accept: " + EMAIL,
            "X-Request-Id: " + EMAIL,
            "Cookie: a=" + EMAIL,
            "User-Agent: " + EMAIL,
            "Referer: https://x/?" + EMAIL,
            "X-Forwarded-For: " + EMAIL,
            "traceparent: " + EMAIL,
            EMAIL + ": a")) {
      shown("a header", post(token, "/v1/recipients", "{" + PERSON, header));
    }
    for (String path :
        List.of(
            "/v1/gifts/",
            "/v1/recipients/",
            "/v1/budgets/",
            "/v1/gifts?cursor=",
            "/v1/gifts?",
            "/v1/",
            "/")) {
      shown("a path", get(HOUSE.gift + path + EMAIL, bearer(token)));
      shown("a path without a token", get(HOUSE.gift + path + EMAIL));
      shown(
          "a path",
          get(HOUSE.audit + path.replace("gifts", "audit/events") + EMAIL, bearer(token)));
      shown("a path", HOUSE.curl(HOUSE.operator(), HOUSE.auth + "/v1/accounts/" + EMAIL + path));
    }
    shown(
        "a name as an account", get(HOUSE.auth + "/v1/accounts/" + EMAIL + "/keys", bearer(token)));
  }

  private static void secretsInWrongPlaces(Partner.Key key, String token) {
    String half = token.substring(0, token.length() - 40);
    String wrong = key.secret().substring(0, key.secret().length() - 8) + "00000000";
    for (String url :
        List.of(
            HOUSE.gift + "/v1/gifts",
            HOUSE.audit + "/v1/audit/events",
            HOUSE.auth + "/v1/accounts/x/keys")) {
      for (String secret :
          List.of(
              half,
              half + "!",
              "a" + token,
              token + token,
              key.secret() + "x",
              wrong,
              token.replace('.', ','))) {
        shown("a wrong credential", get(url, bearer(secret)));
        shown("a wrong X-Api-Key", get(url, "--header", "X-Api-Key: " + secret));
        shown("Basic", get(url, "--user", key.id() + ":" + secret));
      }
      for (String secret : List.of(token, key.secret())) {
        shown("in the query", get(url + "?key=" + secret));
        shown("in the query", get(url + "?access_token=" + secret, bearer(token)));
        for (String place : List.of("?", "?a=b&", "/", "/x/y/", ";k=", "?a=%2567")) {
          shown("in a place of the URL", get(url + place + secret, bearer(token)));
        }
        shown(
            "in a header",
            get(url, "--header", "X-" + secret + ": a", "--header", "Cookie: " + secret));
        shown(
            "twice",
            get(
                url,
                "--header",
                "Authorization: Bearer " + secret,
                "--header",
                "X-Api-Key: " + secret));
        shown(
            "in the body",
            post(token, "/v1/recipients", "{\"" + secret + "\":\"" + secret + "\"}"));
        shown("as an id", post(token, "/v1/gifts", gift(secret, PERSON)));
        shown("in the method", get(url, "--request", secret.replaceAll("[^A-Za-z]", "")));
      }
    }
    for (String form :
        List.of(
            "client_secret=" + key.secret(),
            "client_id=" + key.secret(),
            "grant_type=" + key.secret(),
            "grant_type=client_credentials&client_id="
                + key.secret()
                + "&client_secret="
                + key.id(),
            "grant_type=client_credentials&client_id=" + key.id() + "&client_secret=" + wrong,
            "grant_type=client_credentials&client_id="
                + key.id()
                + "&client_secret="
                + key.secret()
                + "&scope="
                + key.secret(),
            "grant_type=client_credentials&client_id="
                + key.id()
                + "&client_secret="
                + key.secret()
                + "&audience="
                + token,
            "grant_type=refresh_token&refresh_token=" + token,
            "{" + key.secret(),
            key.secret())) {
      shown(
          "a wrong form",
          HOUSE.curl(partner.certificate, HOUSE.auth + "/oauth2/token", "--data", form));
      shown("a form in the query", get(HOUSE.auth + "/oauth2/token?" + form, "--data", ""));
      shown(
          "a form to check",
          HOUSE.curl(
              Identity.NONE,
              HOUSE.auth + "/v1/certificates/check",
              "--header",
              "Content-Type: text/plain",
              "--data",
              form));
    }
  }

  private static Reply get(String url, String... more) {
    List<String> line = new ArrayList<>(List.of(url, "--globoff", "--path-as-is"));
    line.addAll(List.of(more));
    return HOUSE.curl(partner.certificate, line.toArray(String[]::new));
  }

  private static String[] bearer(String token) {
    return new String[] {"--header", "Authorization: Bearer " + token};
  }

  private static Reply post(String token, String path, String json, String... headers) {
    List<String> line = new ArrayList<>(List.of(bearer(token)));
    for (String header : headers) {
      line.addAll(List.of("--header", header));
    }
    return HOUSE.post(partner.certificate, HOUSE.gift + path, json, line.toArray(String[]::new));
  }

  private static Reply shown(String what, Reply reply) {
    SHOWN.add(Haystack.of(what + ", " + reply.status(), reply));
    return reply;
  }

  @Test
  @DisplayName("K4 no masked caller, and nobody who is refused, is shown a person")
  void nobodyIsShown() {
    assertThat(SHOWN).hasSizeGreaterThan(200);
    assertThat(SHOWN.stream().flatMap(shown -> shown.findings(PEOPLE).stream()).distinct())
        .isEmpty();
    assertThat(SHOWN.stream().flatMap(shown -> shown.findings(SECRETS).stream()).distinct())
        .isEmpty();
  }

  @Test
  @DisplayName("K4 K9 A7 no log of any process holds a person or a secret")
  void nothingIsLogged() {
    List<Haystack> logs = Haystack.logs(HOUSE);
    assertThat(logs)
        .extracting(Haystack::name)
        .contains("auth.log", "gift.log", "audit.log", "postgres.log");
    assertThat(found(logs, PEOPLE)).isEmpty();
    assertThat(found(logs, SECRETS)).isEmpty();
  }

  @Test
  @DisplayName(
      "K4 A7 the databases of audit and auth hold no person, and none of the three a secret")
  void nothingIsStored() {
    List<Haystack> audit = Haystack.database(HOUSE, "audit");
    List<Haystack> auth = Haystack.database(HOUSE, "auth");
    List<Haystack> gift = Haystack.database(HOUSE, "gift");
    assertThat(found(audit, PEOPLE)).isEmpty();
    assertThat(found(auth, PEOPLE)).isEmpty();
    assertThat(found(audit, SECRETS)).isEmpty();
    assertThat(found(auth, SECRETS)).isEmpty();
    assertThat(found(gift, SECRETS)).isEmpty();
    assertThat(found(gift, PEOPLE)).isNotEmpty(); // where it belongs, the same search finds it
  }

  @Test
  @DisplayName("K4 the search finds each canary in each disguise: in an answer, a log, a database")
  void findsPlantedOnes() throws IOException, SQLException {
    List<Canary> all = new ArrayList<>(PEOPLE);
    all.addAll(SECRETS);
    Path log = HOUSE.home().logs().resolve("planted.log");
    for (Canary canary : all) {
      for (Canary.Disguise disguise : canary.disguises()) {
        var planted = new Haystack("planted", "a b " + disguise.text() + " c");
        assertThat(planted.findings(List.of(canary))).as(canary.name() + disguise).hasSize(1);
      }
    }
    Canary one = PEOPLE.getFirst();
    for (Canary.Disguise disguise : one.disguises()) {
      byte[] bytes = ("x\n" + disguise.text()).getBytes(ISO_8859_1);
      try {
        Files.write(log, bytes);
        assertThat(found(Haystack.logs(HOUSE, "planted.log"), List.of(one))).isNotEmpty();
      } finally {
        Files.delete(log);
      }
      assertThat(planted(bytes, one)).as(disguise.name()).isNotEmpty();
    }
  }

  private static List<String> planted(byte[] bytes, Canary canary) throws SQLException {
    try (Connection connection = HOUSE.superuser("audit");
        Statement statement = connection.createStatement()) {
      statement.execute("create table planted (bytes bytea)");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into planted values (?)")) {
        insert.setBytes(1, bytes);
        insert.execute();
        return found(Haystack.database(HOUSE, "audit", "public.planted"), List.of(canary));
      } finally {
        statement.execute("drop table planted");
      }
    }
  }

  private static List<String> found(List<Haystack> places, List<Canary> canaries) {
    return places.stream().flatMap(place -> place.findings(canaries).stream()).toList();
  }
}
