package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// All recipients that a caller reaches, on a line each.
@QuarkusTest
class ExportTest extends ApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXPORT = "/v2/recipients/export";

  /// More than two pages of what is read at a time.
  private static final int MANY = 230;

  private static List<JsonNode> exported(Partner partner) {
    Answer answer = partner.get(EXPORT);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.headers().get("Content-Type")).startsWith("application/x-ndjson");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : answer.text().lines().toList()) {
      try {
        lines.add(JSON.readTree(line));
      } catch (IOException e) {
        throw new UncheckedIOException(line, e);
      }
    }
    return lines;
  }

  private static String remember(Partner partner, int number, String more) {
    Answer made =
        partner.post(
            "/v2/recipients",
            "{\"name\":\"Name\",\"email\":\"a%d@example.org\"%s}".formatted(number, more));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.id();
  }

  @Test
  @DisplayName("K4 an export is masked for whoever sees nobody, and each reveal of it is recorded")
  void exports() {
    Partner masked = partner("export-acme");
    List<String> made = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      made.addFirst(remember(masked, i, ""));
    }
    String erased = made.get(7);
    assertThat(masked.send("DELETE", "/v2/recipients/" + erased, null).status()).isEqualTo(204);

    List<JsonNode> lines = exported(masked);
    assertThat(lines).allMatch(line -> line.path("masked").asBoolean());
    assertThat(lines.stream().map(line -> line.path("id").asText())).isEqualTo(made);
    assertThat(lines.get(7)).isEqualTo(masked.get("/v2/recipients/" + erased).json());
    assertThat(lines.get(7).has("erasedAt")).isTrue();

    Answer clear = partner("export-acme", TestToken::exposePii).get(EXPORT);
    assertThat(clear.text().lines()).hasSize(MANY);
    assertThat(clear.text()).contains("a0@example.org", "a229@example.org");
    assertThat(clear.text()).doesNotContain("a222@example.org");
    assertThat(
            records(MANY, clear).stream()
                .filter(event -> event.action().equals("recipient.reveal"))
                .map(AuditEvent::target))
        .hasSize(MANY - 1)
        .doesNotHaveDuplicates()
        .doesNotContain(erased);
  }

  @Test
  @DisplayName("K2 an export has what its caller reaches, and may be empty")
  void reaches() {
    Partner whole = partner("export-parts");
    remember(whole, 1, ",\"subAccount\":\"sales\"");
    remember(whole, 2, "");

    assertThat(exported(whole)).hasSize(2);
    assertThat(exported(partner("export-parts", token -> token.subAccounts("sales")))).hasSize(1);
    assertThat(exported(partner("export-parts", token -> token.subAccounts("hr-dept")))).isEmpty();
    assertThat(exported(partner("export-nobody"))).isEmpty();
  }

  @Test
  @DisplayName("K1 E1 an export takes its scope, no parameter and no other format")
  void refuses() {
    Partner writer = partner("export-parts", token -> token.scopes(Scope.RECIPIENTS_WRITE));
    Partner reader = partner("export-parts", token -> token.scopes(Scope.RECIPIENTS_READ));

    assertThat(writer.get(EXPORT).problem()).isEqualTo("insufficient-scope");
    assertThat(reader.get(EXPORT + "?limit=1").status()).isEqualTo(400);
    assertThat(reader.get(EXPORT + "?email=a1%40example.org").status()).isEqualTo(400);
    assertThat(reader.with("Accept", "text/csv").get(EXPORT).status()).isEqualTo(406);
    assertThat(reader.post(EXPORT, "{}").status()).isEqualTo(405);
  }

  @Test
  @DisplayName("E1 an export that cannot go on has no end that looks like one")
  void breaksOff() throws SQLException {
    Partner masked = partner("export-broken");
    String first = remember(masked, 0, "");
    for (int i = 1; i < 150; i++) {
      remember(masked, i, "");
    }
    try (Connection superuser = GiftDatabase.as("postgres")) {
      GiftDatabase.update(superuser, "set session_replication_role = replica");
      GiftDatabase.update(
          superuser, "update recipient set sealed = sealed || '\\x00' where id = ?", first);
      superuser.commit();
    }

    for (Partner partner : List.of(masked, masked.http2())) {
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> partner.get(EXPORT)).isInstanceOf(UncheckedIOException.class);
      }
      assertThat(partner.get("/v2/recipients?limit=100").status()).isEqualTo(200);
    }
  }
}
