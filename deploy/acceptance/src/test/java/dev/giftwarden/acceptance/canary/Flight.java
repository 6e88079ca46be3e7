package dev.giftwarden.acceptance.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// The canaries' way through the house: where they belong, and every wrong way that somebody
/// thought of.
final class Flight {
  private static final long SEED = Long.getLong("giftwarden.canary.seed", 20_261_122L);
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

  final List<Canary> people = new ArrayList<>();
  final List<Canary> secrets = new ArrayList<>();

  /// What masked callers were shown, and what anybody was refused.
  final List<Haystack> shown = new ArrayList<>();

  private final House house;
  private final Partner partner;

  Flight(House house) {
    this.house = house;
    System.out.printf("canaries: seed %d%n", SEED);
    hatch();
    partner = Partner.enterprise(house, "canary");
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
            house.audit + "/v1/audit/events?limit=100",
            bearer(token("audit token", partner.key(List.of("audit:read")), "audit"))));
  }

  private void hatch() {
    people.add(new Canary("name", NAME));
    people.add(new Canary("family name", WORD + "feather"));
    people.add(new Canary("e-mail", EMAIL));
    people.add(new Canary("local part", "zeph." + WORD));
    people.add(new Canary("mail domain", WORD + "mail"));
    people.add(new Canary("phone", PHONE.substring(1)));
    people.add(new Canary("street", WORD + "strasse"));
    people.add(new Canary("city", WORD + "burg"));
    people.add(new Canary("message", WORD + "friend"));
    people.add(new Canary("message's end", "\u00fcber den Wolken"));
  }

  private Partner.Key secret(String label, Partner.Key key) {
    String secret = key.secret().substring(key.secret().lastIndexOf('_') + 1);
    secrets.add(new Canary(label, secret));
    secrets.add(new Canary(label + ", first half", secret.substring(0, 16)));
    secrets.add(new Canary(label + ", second half", secret.substring(16)));
    return key;
  }

  /// A token's signature is what makes it one; the rest says nothing that its holder does not know.
  private String token(String label, Partner.Key key, String audience) {
    String token = partner.token(key, audience);
    String signature = token.substring(token.lastIndexOf('.') + 1);
    secrets.add(new Canary(label, signature));
    secrets.add(new Canary(label + ", first half", signature.substring(0, 40)));
    secrets.add(new Canary(label + ", second half", signature.substring(46)));
    return token;
  }

  private void giftsAndRecipients(String token, String seeing) {
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
    String paths =
        "/gifts /gifts/%1$s /gifts/%1$s/status /recipients /recipients/%2$s /budgets/%3$s";
    for (String path : paths.formatted(id, recipient, budget).split(" ")) {
      for (String asked : List.of("/v1" + path, "/v2" + path, "/v2" + path + "?expand=recipient")) {
        shown("GET " + asked, get(house.gift + asked, bearer(token)));
      }
    }
    String newer = gift.replace("recipient", "recipientData").replace("budgetId", "budget");
    String value = newer.replaceAll("(\"amount\".*\"EUR\")", "\"value\":{$1}");
    assertThat(shown("a gift", post(token, "/v2/gifts", value)).status()).isEqualTo(201);
    shown("a wrong gift", post(token, "/v2/gifts", newer));
    Reply seen = get(house.gift + "/v1/gifts/" + id, bearer(seeing));
    assertThat(seen.body()).contains(NAME, EMAIL, MESSAGE); // they are there, for who may see them
    shown("a recipient", post(token, "/v1/recipients", PERSON));
    shown("the same recipient", post(token, "/v1/recipients", PERSON));
    shown("too much", post(token, "/v1/gifts", gift(budget, PERSON).replace("500", "5000000")));
    shown("a cancellation", post(token, "/v1/gifts/" + id + "/cancel", "{}"));
    shown("a second cancellation", post(token, "/v1/gifts/" + id + "/cancel", "{}"));
    shown("a search", get(house.gift + "/v1/recipients?email=" + EMAIL, bearer(token)));
  }

  private static String gift(String budget, String recipient) {
    return "{\"budgetId\":\"%s\",\"amount\":500,\"currency\":\"EUR\",\"recipient\":%s,\"message\":\"%s\"}"
        .formatted(budget, recipient, MESSAGE);
  }

  private void personalDataInWrongPlaces(String token) {
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
      shown("a wrong account", house.post(house.operator(), house.auth + "/v1/accounts", body));
      shown(
          "a certificate check",
          house.curl(
              Identity.NONE,
              house.auth + "/v1/certificates/check",
              "--header",
              "Content-Type: text/plain",
              "--data",
              body));
      shown(
          "a token request",
          house.curl(Identity.NONE, house.auth + "/oauth2/token", "--data", body));
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
      shown("a path", get(house.gift + path + EMAIL, bearer(token)));
      shown("a path without a token", get(house.gift + path + EMAIL));
      shown(
          "a path",
          get(house.audit + path.replace("gifts", "audit/events") + EMAIL, bearer(token)));
      shown("a path", house.curl(house.operator(), house.auth + "/v1/accounts/" + EMAIL + path));
    }
    shown(
        "a name as an account", get(house.auth + "/v1/accounts/" + EMAIL + "/keys", bearer(token)));
  }

  private void secretsInWrongPlaces(Partner.Key key, String token) {
    String half = token.substring(0, token.length() - 40);
    String wrong = key.secret().substring(0, key.secret().length() - 8) + "00000000";
    for (String url :
        List.of(
            house.gift + "/v1/gifts",
            house.audit + "/v1/audit/events",
            house.auth + "/v1/accounts/x/keys")) {
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
          house.curl(partner.certificate, house.auth + "/oauth2/token", "--data", form));
      shown("a form in the query", get(house.auth + "/oauth2/token?" + form, "--data", ""));
      shown(
          "a form to check",
          house.curl(
              Identity.NONE,
              house.auth + "/v1/certificates/check",
              "--header",
              "Content-Type: text/plain",
              "--data",
              form));
    }
  }

  private Reply get(String url, String... more) {
    List<String> line = new ArrayList<>(List.of(url, "--globoff", "--path-as-is"));
    line.addAll(List.of(more));
    return house.curl(partner.certificate, line.toArray(String[]::new));
  }

  private static String[] bearer(String token) {
    return new String[] {"--header", "Authorization: Bearer " + token};
  }

  private Reply post(String token, String path, String json, String... headers) {
    List<String> line = new ArrayList<>(List.of(bearer(token)));
    for (String header : headers) {
      line.addAll(List.of("--header", header));
    }
    return house.post(partner.certificate, house.gift + path, json, line.toArray(String[]::new));
  }

  private Reply shown(String what, Reply reply) {
    shown.add(Haystack.of(what + ", " + reply.status(), reply));
    return reply;
  }
}
