package dev.giftwarden.gift.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Whoever has the database has nobody.
@QuarkusTest
class SealedRecipientsTest extends ApiTest {

  /// Each is in nothing else that these tests or others send, and in no hexadecimal number by
  /// chance.
  private static final List<String> CANARIES =
      List.of("Quetzalina", "qzcanary", "4930555017", "Kanariengasse", "Vogelheim", "QZ9-7XKW-PLZ");

  private static final String WRITTEN = "Zwitscherling";

  private static final String TABLES =
      "select tablename from pg_tables where schemaname = 'public' order by 1";

  private static String canary() {
    return """
    {"name": "Quetzalina Canary", "email": "qzcanary@example.org", "phone": "+49 30 555 017",
     "address": {"line1": "Kanariengasse 1", "city": "Vogelheim", "postalCode": "QZ9-7XKW-PLZ",
       "country": "DE"}}
    """;
  }

  @Test
  @DisplayName("G11 K4 no table of the database says who somebody is or what was written to them")
  void dumpHoldsNobody() throws SQLException {
    Partner acme = partner("sealed-acme", TestToken::exposePii);
    Answer made = acme.post("/v2/recipients", canary());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    Answer sent = acme.post("/v2/gifts", gift(openBudget(acme, 100), made.id()));
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);

    assertThat(dump())
        .hasSizeGreaterThan(10)
        .allSatisfy(row -> {
          assertThat(row).doesNotContainIgnoringCase(CANARIES.toArray(String[]::new));
          for (String canary : CANARIES) {
            assertThat(row)
                .doesNotContain(WRITTEN, HexFormat.of().formatHex(canary.getBytes(UTF_8)));
          }
        });
    assertThat(acme.get("/v2/gifts/" + sent.id() + "?expand=recipient").text()).contains(CANARIES);
    assertThat(sent.text()).contains(WRITTEN);
  }

  private static String gift(String budget, String recipient) {
    return """
    {"budget": "%s", "value": {"amount": 1, "currency": "EUR"}, "recipient": "%s",
     "message": "For the %s bird"}
    """
        .formatted(budget, recipient, WRITTEN);
  }

  /// Every row of every table, as text; bytes are hexadecimal in it.
  static List<String> dump() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection postgres =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.GIFT, ServiceDatabase.SUPERUSER);
        Statement statement = postgres.createStatement()) {
      for (String table : texts(statement, TABLES)) {
        rows.addAll(texts(statement, "select t::text from %s t".formatted(table)));
      }
    }
    return rows;
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
