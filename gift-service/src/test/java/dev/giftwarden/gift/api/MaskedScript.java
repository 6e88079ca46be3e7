package dev.giftwarden.gift.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// What a caller who sees nobody may think of asking, drawn by lot: every route, with filters and
/// orders that are there and that are not, pages, duplicates, repetitions, faults, and recipients
/// who use their links in between.
final class MaskedScript {

  private static final List<String> LISTS =
      List.of(
          "/v1/gifts",
          "/v2/gifts",
          "/v1/budgets",
          "/v2/budgets",
          "/v1/recipients",
          "/v2/recipients",
          "/v2/fulfilments",
          "/v2/collections");

  private static final List<String> QUERIES =
      List.of(
          "",
          "",
          "limit=1",
          "limit=2",
          "limit=7",
          "limit=100",
          "limit=0",
          "expand=recipient",
          "expand=recipient&limit=5",
          "expand=message",
          "sort=name",
          "sort=email",
          "order=asc",
          "q=a",
          "name=Ada",
          "country=DE",
          "message=Dear",
          "email=",
          "email=nobody%40nowhere.example");

  /// @param path with `<gft:7>` for ids
  /// @param body empty: none
  /// @param key empty: none
  record Step(String method, String path, String body, String key, int number) {}

  private final Random random;
  private final List<String> routes;
  private final List<People.Somebody> people;

  /// @param routes all there are: `POST /v2/gifts/{id}/cancel`
  /// @param people of both accounts
  MaskedScript(Random random, List<String> routes, List<People.Somebody> people) {
    this.random = random;
    this.routes = routes;
    this.people = people;
  }

  List<Step> steps(int count) {
    List<Supplier<Step>> kinds =
        List.of(
            this::list,
            this::list,
            this::byEmail,
            this::next,
            this::anyRoute,
            this::anyRoute,
            this::one,
            this::recipient,
            this::sheet,
            this::budget,
            this::gift,
            this::gift,
            this::giftV1,
            this::change,
            this::change,
            this::visit,
            this::fault);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(any(kinds).get());
    }
    return steps;
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private String id(String kind) {
    return "<%s:%d>".formatted(kind, random.nextInt(1_000_000));
  }

  private String key() {
    return random.nextInt(3) > 0 ? "" : "k" + random.nextInt(60);
  }

  private static Step get(String path) {
    return new Step("GET", path, "", "", 0);
  }

  private Step post(String path, String body) {
    return new Step("POST", path, body, key(), 0);
  }

  private Step list() {
    return get(any(LISTS) + "?" + any(QUERIES));
  }

  /// Whether somebody is there is not for this caller to know.
  private Step byEmail() {
    String email = any(people).email().replace("@", "%40");
    return get("/v%d/recipients?email=%s".formatted(random.nextInt(1, 3), email));
  }

  private Step next() {
    String list = any(LISTS);
    return get("%s?limit=%d&cursor=<next:%s>".formatted(list, random.nextInt(1, 9), list));
  }

  /// Also those that this test has not heard of.
  private Step anyRoute() {
    String[] words = any(routes).split(" ");
    String path = words[1];
    String kind =
        path.contains("/budgets/")
            ? "bud"
            : path.contains("/recipients/") ? "rcp" : path.contains("/gifts/") ? "gft" : "";
    String id = id(kind.isEmpty() ? any(List.of("gft", "bud", "rcp")) : kind);
    return new Step(
        words[0],
        path.replace("{id}", id).replaceAll("\\{[^}]+}", id),
        words[0].equals("POST") && random.nextBoolean() ? "{}" : "",
        words[0].equals("POST") ? key() : "",
        0);
  }

  private Step one() {
    String path =
        any(
            List.of(
                "/v1/gifts/" + id("gft"),
                "/v2/gifts/" + id("gft"),
                "/v2/gifts/" + id("gft") + "?expand=recipient",
                "/v1/gifts/" + id("gft") + "/status",
                "/v2/gifts/" + id("gft") + "/status",
                "/v2/fulfilments/" + id("gft"),
                "/v1/recipients/" + id("rcp"),
                "/v2/recipients/" + id("rcp"),
                "/v2/recipients/" + id("gft"),
                "/v2/spending",
                "/v2/budgets/" + id("bud")));
    return get(path);
  }

  /// Somebody of one account, in both: a double here, and nobody there.
  private Step recipient() {
    return post("/v%d/recipients".formatted(random.nextInt(1, 3)), any(people).json());
  }

  /// The same by a sheet, beside one whose row is refused.
  private Step sheet() {
    return post("/v2/recipients/import", "name,email\nNobody,\n%s\n".formatted(any(people).row()));
  }

  private Step budget() {
    return post(
        "/v2/budgets",
        "{\"limit\":{\"amount\":%d,\"currency\":\"EUR\"}}".formatted(random.nextInt(0, 900)));
  }

  private Step gift() {
    String to =
        random.nextBoolean()
            ? "\"recipient\":\"%s\"".formatted(id("rcp"))
            : "\"recipientData\":" + any(people).json();
    return post(
        "/v2/gifts",
        "{\"budget\":\"%s\",\"value\":{\"amount\":%d,\"currency\":\"%s\"}%s,%s%s}"
            .formatted(
                id("bud"),
                random.nextInt(1, 200),
                any(List.of("EUR", "EUR", "EUR", "USD")),
                any(List.of("", "", ",\"collection\":\"cheap\"")),
                to,
                any(people).message()));
  }

  private Step giftV1() {
    return post(
        "/v1/gifts",
        "{\"budgetId\":\"%s\",\"amount\":%d,\"currency\":\"EUR\",\"recipient\":%s}"
            .formatted(id("bud"), random.nextInt(1, 200), any(people).json()));
  }

  private Step change() {
    return switch (random.nextInt(8)) {
      case 0 -> post("/v1/gifts/" + id("gft") + "/cancel", "");
      case 1 -> post("/v2/gifts/" + id("gft") + "/cancel", "");
      case 2, 3 -> new Step("POST", "/v2/gifts/" + id("gft") + "/link", "", "", 0);
      case 4 -> post("/v2/fulfilments/" + id("gft") + "/ship", "{\"carrier\":\"DHL\"}");
      case 5 -> post("/v2/fulfilments/" + id("gft") + "/deliver", "");
      case 6 -> new Step("DELETE", "/v2/recipients/" + id("rcp"), "", "", 0);
      default -> post("/v2/fulfilments/" + id("gft") + "/ship", "{\"carrier\":\"\"}");
    };
  }

  private Step visit() {
    return new Step(
        any(List.of("CLAIM", "CLAIM", "VIEW", "DECLINE")), "", "", "", random.nextInt(1_000_000));
  }

  private Step fault() {
    String somebody = any(people).json();
    return post(
        "/v%d/recipients".formatted(random.nextInt(1, 3)),
        any(
            List.of(
                somebody.replace("@", ""),
                somebody.replace("}", ""),
                somebody.replaceFirst("\"email\":\"[^\"]*\"", "\"email\":null"),
                somebody.replaceFirst("\\{", "{\"sub\":1,"),
                "[]")));
  }
}
