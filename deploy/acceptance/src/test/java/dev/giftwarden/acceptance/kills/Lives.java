package dev.giftwarden.acceptance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.acceptance.house.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// One gift for each state that a gift can have, brought there by whoever brings it there: the
/// sender, the recipient, the shipper, and gift-service itself when a time comes.
final class Lives {
  /// Looked for every minute, by any replica, and the one that looked may have been killed.
  private static final Duration EXPIRED_WITHIN = Duration.ofMinutes(3);

  private static final String FORM =
      "name=Ada&line1=1+Dorset+Street&city=London&postalCode=W1U+4EE&country=GB";

  /// The recipient has something to choose.
  private static final String OFFERED = ",\"collection\":\"" + Shop.COLLECTION + "\"";

  private final House house;
  private final Partner partner;
  private final Sender sender;

  /// Each gift, and what becomes of it.
  private final Map<String, String> gifts = new LinkedHashMap<>();

  Lives(House house, Partner partner, Sender sender) {
    this.house = house;
    this.partner = partner;
    this.sender = sender;
  }

  void begin() throws SQLException {
    String budget = partner.budget(sender.token(), 1_000);
    Instant soon = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);
    gifts.put(send(budget, at(soon.plus(Duration.ofDays(1)))), "created");
    gifts.put(send(budget, at(soon)), "sent");
    gifts.put(opened(budget), "viewed");
    Shop.open(house);
    gifts.put(claimed(budget, ""), "claimed");
    gifts.put(claimed(budget, OFFERED), "claimed");
    String shipped = claimed(budget, OFFERED);
    fulfil(shipped, "ship");
    gifts.put(shipped, "shipped");
    String delivered = claimed(budget, "");
    fulfil(delivered, "ship");
    fulfil(delivered, "deliver");
    gifts.put(delivered, "delivered");
    String declined = send(budget, "");
    Reply no = house.curl(Identity.NONE, link(declined) + "/decline", "--data", "");
    assertThat(no.status()).as(no.body()).isEqualTo(303);
    gifts.put(declined, "declined");
    String cancelled = send(budget, "");
    ok(200, "/v2/gifts/" + cancelled + "/cancel", "");
    gifts.put(cancelled, "cancelled");
    gifts.put(late(send(budget, "")), "expired");
    gifts.put(late(opened(budget)), "expired");
  }

  private static String at(Instant time) {
    return ",\"sendAt\":\"" + time + "\"";
  }

  void awaitStates() {
    gifts.forEach((gift, state) ->
        assertThat(Eventually.becomes(EXPIRED_WITHIN, state, () -> state(gift)))
            .as(gift)
            .isEqualTo(state));
  }

  private String send(String budget, String more) {
    return ok(
            201,
            "/v2/gifts",
            """
            {"budget":"%s","value":{"amount":10,"currency":"EUR"}%s,
             "recipientData":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}
            """
                .formatted(budget, more))
        .text("/id");
  }

  private String opened(String budget) {
    String gift = send(budget, "");
    assertThat(house.curl(Identity.NONE, link(gift)).status()).isEqualTo(200);
    return gift;
  }

  private String claimed(String budget, String more) {
    String gift = send(budget, more);
    String form = FORM + "&product=" + Shop.MUG;
    Reply yes = house.curl(Identity.NONE, link(gift) + "/claim", "--data", form);
    assertThat(yes.status()).as(yes.body()).isEqualTo(303);
    return gift;
  }

  private void fulfil(String gift, String step) {
    ok(200, "/v2/fulfilments/" + gift + "/" + step, "{\"carrier\":\"DHL\"}");
  }

  private String link(String gift) {
    return ok(201, "/v2/gifts/" + gift + "/link", "").text("/url");
  }

  private Reply ok(int status, String path, String json) {
    Reply reply =
        house.post(partner.certificate, house.gift + path, json, "--oauth2-bearer", sender.token());
    assertThat(reply.status()).as(path + " " + reply.body()).isEqualTo(status);
    return reply;
  }

  /// Its time is over: no partner can wait a day here.
  private String late(String gift) throws SQLException {
    String past =
        """
        update gift set sent_at = sent_at - interval '2 days', expires_at = now() - interval '1 s'
         where id = ?
        """;
    try (Connection connection = house.superuser("gift");
        PreparedStatement statement = connection.prepareStatement(past)) {
      statement.setString(1, gift);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
    return gift;
  }

  private String state(String gift) {
    return house
        .curl(
            partner.certificate,
            house.gift + "/v2/gifts/" + gift,
            "--oauth2-bearer",
            sender.token())
        .text("/state");
  }
}
