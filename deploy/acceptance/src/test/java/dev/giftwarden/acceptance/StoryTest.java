package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.acceptance.house.Repository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job, by curl, through three real processes.
class StoryTest {
  private static final House HOUSE = House.started();

  @Test
  @DisplayName("T1 T2 G3 K4 A1 A2 certificate and key in, gift out, proof in the log")
  void certificateAndKeyInGiftOutProofInTheLog(@TempDir Path folder) throws Exception {
    Path bundle = folder.resolve("bundle");
    Partner acme = Partner.enterprise(HOUSE, "story");
    Partner.Key sender = acme.sender();
    String token = acme.token(sender, "gift");
    JsonNode claims = payload(token);
    assertThat(claims.at("/cnf/x5t#S256").asText()).isEqualTo(acme.certificate.thumbprint());
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isBetween(1L, 300L);

    String budget = acme.budget(token, 100_00);
    Reply sent = acme.send(acme.certificate, token, budget, 25_00);
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    String gift = sent.text("/id");

    Reply read =
        HOUSE.curl(acme.certificate, HOUSE.gift + "/v1/gifts/" + gift, "--oauth2-bearer", token);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body()).doesNotContain("Lovelace").doesNotContain("lovelace.example");
    assertThat(remaining(acme, token, budget)).isEqualTo(75_00);

    Partner.Key reader = acme.key(List.of("audit:read"));
    JsonNode event = theOnlyEvent(acme, acme.token(reader, "audit"), "gift.send");
    assertThat(event.at("/target").asText()).isEqualTo(gift);
    assertThat(event.at("/outcome").asText()).isEqualTo("success");

    audit("export", bundle).succeeded();
    assertThat(audit("verify", bundle).succeeded()).contains("good");
    spoil(bundle.resolve("entries"), 41 * event.at("/index").asInt() + 20);
    Command verdict = audit("verify", bundle);
    assertThat(verdict.exit()).isEqualTo(1);
    assertThat(verdict.output()).contains("BAD at index " + event.at("/index").asText() + ":");
  }

  private static long remaining(Partner acme, String token, String budget) {
    return HOUSE
        .curl(acme.certificate, HOUSE.gift + "/v1/budgets/" + budget, "--oauth2-bearer", token)
        .json()
        .at("/available")
        .asLong();
  }

  private static JsonNode theOnlyEvent(Partner account, String token, String action) {
    Reply events =
        Eventually.answers(
            Eventually.IN_THE_LOG,
            answer -> !answer.json().at("/items").isEmpty(),
            () ->
                HOUSE.curl(
                    account.certificate,
                    HOUSE.audit + "/v1/audit/events?action=" + action,
                    "--oauth2-bearer",
                    token));
    assertThat(events.status()).as(events.body()).isEqualTo(200);
    assertThat(events.json().at("/items")).hasSize(1);
    return events.json().at("/items/0");
  }

  private static Command audit(String verb, Path bundle) {
    return Command.run(
        Repository.ROOT,
        Duration.ofMinutes(1),
        Map.of(
            "GIFTWARDEN_DATABASE_ADDRESS",
            "localhost:" + HOUSE.ports().database(),
            "GIFTWARDEN_DATABASE_FOLDER",
            HOUSE.auditRoles().toString()),
        Repository.ROOT.resolve("audit-service/run").toString(),
        verb,
        bundle.toString());
  }

  private static void spoil(Path file, int offset) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 1;
    Files.write(file, bytes);
  }

  private static JsonNode payload(String token) throws Exception {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
  }
}
