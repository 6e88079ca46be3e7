package dev.giftwarden.gift.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.testkit.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// Batches as they are sent, and what their answers say.
final class BatchBodies {
  static final String PATH = "/v2/gifts/batch";

  private BatchBodies() {}

  static String gift(String budget) {
    return """
    {"budget":"%s","value":{"amount":10,"currency":"EUR"},
     "recipientData":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}
    """
        .formatted(budget)
        .strip();
  }

  static String item(String key, String budget, long amount) {
    return "{\"key\":\"%s\",\"gift\":%s}"
        .formatted(key, gift(budget).replace("\"amount\":10", "\"amount\":" + amount));
  }

  static String toKnown(String key, String budget, String recipient) {
    return """
    {"key":"%s","gift":{"budget":"%s","value":{"amount":1,"currency":"EUR"},"recipient":"%s"}}
    """
        .formatted(key, budget, recipient);
  }

  static List<String> items(String budget, int count, long amount) {
    return IntStream.range(0, count).mapToObj(i -> item("row-" + i, budget, amount)).toList();
  }

  static String batch(String mode, List<String> items) {
    return "{\"mode\":\"%s\",\"items\":[%s]}".formatted(mode, String.join(",", items));
  }

  static List<JsonNode> results(Answer answer) {
    return StreamSupport.stream(answer.json().path("items").spliterator(), false).toList();
  }

  static List<String> keys(Answer answer) {
    return results(answer).stream().map(item -> item.path("key").asText()).toList();
  }

  static List<String> gifts(Answer answer) {
    return results(answer).stream()
        .filter(item -> item.has("gift"))
        .map(item -> item.at("/gift/id").asText())
        .toList();
  }

  static List<Boolean> replayed(Answer answer) {
    return results(answer).stream().map(item -> item.path("replayed").asBoolean()).toList();
  }

  static List<String> outcomes(Answer answer) {
    return results(answer).stream()
        .map(item -> {
          String type = item.at("/problem/type").asText();
          String problem = type.substring(type.lastIndexOf('/') + 1);
          return (item.path("status").asText() + " " + problem).strip();
        })
        .toList();
  }

  /// The sum of all lines, what is available, what is committed, and how many lines there are; as
  /// the server's superuser, whom row-level security does not hold.
  static List<Long> books(String budget) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      String sum = "select coalesce(sum(amount), 0) from ledger_line where budget_id = ?";
      return List.of(
          GiftDatabase.number(superuser, sum, budget),
          GiftDatabase.number(superuser, sum + " and book = 'available'", budget),
          GiftDatabase.number(superuser, sum + " and book = 'committed'", budget),
          GiftDatabase.number(
              superuser, "select count(*) from ledger_line where budget_id = ?", budget));
    }
  }
}
