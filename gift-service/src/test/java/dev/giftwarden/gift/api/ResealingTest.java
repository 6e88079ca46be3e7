package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.recipient.Resealing;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.webhook.Rewrapping;
import dev.giftwarden.gift.webhook.WebhookSecret;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows from before there were keys, and rows under a key that has been replaced.
@QuarkusTest
class ResealingTest extends ApiTest {

  @Inject Keys keys;

  @Inject Resealing resealing;

  @Inject Rewrapping rewrapping;

  private static final String OLD_ROW =
      """
      insert into recipient (id, account, environment, name, email, phone, address_line1, city,
                             country, created_at)
      values (?, ?, 'test', 'Altbestand Alt', 'Altbestand@example.org', '+4930999888',
              'Altgasse 1', 'Altstadt', 'DE', now())
      """;

  private static String oldRow(String account) throws SQLException {
    try (Connection application = GiftDatabase.as("gift")) {
      GiftDatabase.enter(application, account, "test", "*");
      String id = GiftDatabase.id("rcp_");
      GiftDatabase.update(application, OLD_ROW, id, account);
      application.commit();
      return id;
    }
  }

  private static Answer send(Partner partner, String budget, String recipient) {
    return partner.post(
        "/v2/gifts",
        """
        {"budget": "%s", "value": {"amount": 1, "currency": "EUR"}, "recipient": "%s",
         "message": "Altgeschrieben"}
        """
            .formatted(budget, recipient));
  }

  @Test
  @DisplayName(
      "G11 rows from before are read, found and given to, and sealed with what was written")
  void sealsOldRows() throws SQLException {
    Partner acme = partner("reseal-old", TestToken::exposePii);
    String budget = openBudget(acme, 100);
    String old = oldRow("reseal-old");
    String gift = send(acme, budget, old).id();
    JsonNode before = acme.get("/v2/gifts/" + gift + "?expand=recipient").json();
    assertThat(before.at("/recipient/email").asText()).isEqualTo("Altbestand@example.org");
    assertThat(before.path("message").asText()).isEqualTo("Altgeschrieben");
    assertThat(found(acme)).containsExactly(old);

    var _ = resealing.reseal();

    assertThat(SealedRecipientsTest.dump())
        .allSatisfy(row ->
            assertThat(row).doesNotContainIgnoringCase("altbestand", "altgeschrieben", "altgasse"));
    assertThat(acme.get("/v2/gifts/" + gift + "?expand=recipient").json()).isEqualTo(before);
    assertThat(found(acme)).containsExactly(old);
    assertThat(send(acme, budget, old).json().path("message").asText()).isEqualTo("Altgeschrieben");
  }

  private static List<String> found(Partner partner) {
    return partner
        .get("/v2/recipients?email=ALTBESTAND%40example.org")
        .json()
        .path("data")
        .findValuesAsText("id");
  }

  @Test
  @DisplayName("G11 a row from before that is erased first leaves nothing, nor its messages")
  void erasesOldRows() throws SQLException {
    Partner acme = partner("reseal-erased", TestToken::exposePii);
    String old = oldRow("reseal-erased");
    send(acme, openBudget(acme, 100), old);

    assertThat(acme.send("DELETE", "/v2/recipients/" + old, null).status()).isEqualTo(204);

    assertThat(SealedRecipientsTest.dump())
        .filteredOn(row -> row.contains("reseal-erased"))
        .isNotEmpty()
        .allSatisfy(row ->
            assertThat(row).doesNotContainIgnoringCase("altbestand", "altgeschrieben", "altgasse"));
    assertThat(acme.get("/v2/recipients/" + old).text()).contains("erasedAt");
  }

  @Test
  @DisplayName(
      "G11 a new key takes over while gifts are sent, by two workers, and the old one may go")
  void rotates() throws Exception {
    Partner acme = partner("reseal-rotated", TestToken::exposePii);
    String budget = openBudget(acme, 1_000);
    String before = sent(acme, budget, 1).json().path("recipientId").asText();
    Path folder = TestDatabase.ofThisJvm().home().resolve("recipients");
    String next = "kek-" + (1 + Integer.parseInt(keys.current().substring("kek-".length())));
    Files.writeString(folder.resolve(next), "%02x".formatted(7).repeat(32));
    var turn = new AtomicInteger();

    List<Answer> answers =
        atOnce(
            40,
            () -> {
              int mine = turn.incrementAndGet();
              if (mine == 10) {
                use(folder, next);
              }
              if (mine % 10 == 5) {
                var _ = resealing.reseal();
              }
              return mine % 2 == 0
                  ? acme.post("/v1/gifts", gift(budget, 1))
                  : send(acme, budget, before);
            });
    var _ = resealing.reseal();

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(under(next)).isEqualTo(under("kek-%")).isPositive();
    assertThat(acme.get("/v1/gifts?limit=100").json().path("items"))
        .hasSize(41)
        .allSatisfy(gift -> {
          assertThat(gift.at("/recipient/name").asText()).isEqualTo("Anna Example");
          assertThat(gift.path("message").asText()).isNotEmpty();
        });
  }

  @Test
  @Timeout(60)
  @DisplayName("G8 a new key takes over secrets of webhooks too, which sign as they did")
  void rotatesSecrets() throws Exception {
    Partner acme = partner("reseal-hooks");
    String hook =
        acme.post(
                "/v2/webhooks",
                "{\"url\":\"https://hooks.acme.example/\",\"events\":[\"gift.sent\"]}")
            .id();
    assertThat(acme.post("/v2/webhooks/" + hook + "/rotate", null).status()).isEqualTo(200);
    List<String> before = secrets(hook);
    Path folder = TestDatabase.ofThisJvm().home().resolve("recipients");
    String next = "kek-" + (1 + Integer.parseInt(keys.current().substring("kek-".length())));
    Files.writeString(folder.resolve(next), "%02x".formatted(9).repeat(32));
    use(folder, next);

    do { // the service's own has some in hand
      var _ = atOnce(4, rewrapping::rewrap);
    } while (hooks(next) < hooks("%"));

    assertThat(hooks(next)).isEqualTo(hooks("%"));
    assertThat(secrets(hook)).isEqualTo(before).hasSize(2).doesNotHaveDuplicates();
    var _ = resealing.reseal();
  }

  private static long hooks(String kek) throws SQLException {
    try (Connection postgres = GiftDatabase.as("postgres")) {
      return GiftDatabase.number(postgres, "select count(*) from webhook where kek like ?", kek);
    }
  }

  private List<String> secrets(String hook) throws SQLException {
    var owner = new TenantScope(new AccountId("reseal-hooks"), Optional.empty(), Environment.TEST);
    List<String> secrets = new ArrayList<>();
    try (Connection postgres = GiftDatabase.as("postgres");
        var statement =
            postgres.prepareStatement(
                "select kek, secret, previous_secret from webhook where id = ?")) {
      statement.setString(1, hook);
      try (var row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        for (String column : List.of("secret", "previous_secret")) {
          var wrapped = new WrappedKey(row.getString("kek"), row.getBytes(column));
          secrets.add(WebhookSecret.unwrap(keys, owner, new WebhookId(hook), wrapped).text());
        }
      }
    }
    return secrets;
  }

  private void use(Path folder, String kek) throws IOException {
    Files.writeString(folder.resolve("current"), kek);
    keys.look();
  }

  private static long under(String kek) throws SQLException {
    try (Connection postgres =
        TestDatabase.ofThisJvm().connect(ServiceDatabase.GIFT, ServiceDatabase.SUPERUSER)) {
      return GiftDatabase.number(postgres, "select count(*) from recipient where kek like ?", kek);
    }
  }

  private static String remember(Partner partner, String name) {
    return partner
        .post("/v2/recipients", "{\"name\": \"%s\", \"email\": \"z@example.org\"}".formatted(name))
        .id();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "update recipient set sealed = sealed || '\\x00' where id = ?",
        "update recipient set email_index = sha256('') where id = ?",
        "update recipient set kek = null, wrapped_key = null, sealed = null, email_index = null,"
            + " name = 'Zoe', email = 'z@example.org' where id = ?",
        "update recipient set kek = null where id = ?",
        "update recipient set name = 'Zoe' where id = ?",
      })
  @DisplayName("G11 the database keeps what is sealed as it is:")
  void staysSealed(String statement) throws SQLException {
    Partner acme = partner("reseal-stays");
    String sealed = remember(acme, "Zoe Z");
    try (Connection application = GiftDatabase.as("gift")) {
      GiftDatabase.enter(application, "reseal-stays", "test", "*");
      assertThatThrownBy(() -> GiftDatabase.update(application, statement, sealed))
          .isInstanceOfSatisfying(
              SQLException.class, refusal -> assertThat(refusal.getSQLState()).isEqualTo("23514"));
    }
  }

  @Test
  @DisplayName("G11 ciphertexts and keys that were exchanged between rows open in neither")
  void refusesExchangedRows() throws SQLException {
    Partner acme = partner("reseal-swapped", TestToken::exposePii);
    String zoe =
        acme.post("/v2/recipients", "{\"name\": \"Zoe Z\", \"email\": \"z@example.org\"}").id();
    String max =
        acme.post("/v2/recipients", "{\"name\": \"Max M\", \"email\": \"m@example.org\"}").id();
    try (Connection postgres =
        TestDatabase.ofThisJvm().connect(ServiceDatabase.GIFT, ServiceDatabase.SUPERUSER)) {
      GiftDatabase.update(
          postgres,
          """
          update recipient set wrapped_key = other.wrapped_key
            from recipient as other where recipient.id = ? and other.id = ?
          """,
          zoe,
          max);

      Answer refused = acme.get("/v2/recipients/" + zoe);

      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.text()).doesNotContain("Zoe", "Max");
      GiftDatabase.update(postgres, "delete from recipient where id = ?", zoe);
    }
    assertThat(acme.get("/v2/recipients/" + max).json().path("name").asText()).isEqualTo("Max M");
  }
}
