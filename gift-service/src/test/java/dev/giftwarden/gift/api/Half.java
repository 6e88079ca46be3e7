package dev.giftwarden.gift.api;

import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Visitor;
import dev.giftwarden.testkit.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One of two accounts that live the same life with other people in it. What is asked of it names
/// things as both know them (`<gft:7>` is the eighth gift that its caller came across), and so does
/// what it says.
final class Half {

  private static final Pattern ID = Pattern.compile("\\b([a-z]{3})_[0-9A-Za-z]{22}\\b");
  private static final Pattern NAMED = Pattern.compile("<([a-z]{3}):(\\d+)>|<next:([^>]+)>");

  /// What differs between two runs, whoever is in the account.
  private static final Pattern VARYING =
      Pattern.compile(
          "(?<next>(?<=\"next\":\")[\\w-]+|(?<=cursor=)[\\w-]+)"
              + "|(?<link>(?<=/)[0-9A-Za-z]{22}(?![0-9A-Za-z]))"
              + "|(?<id>\\b[a-z]{3}_[0-9A-Za-z]{22}\\b)"
              + "|(?<uuid>\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b)"
              + "|(?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)"
              + "|(?<port>(?<=https://localhost:)\\d+)");

  private final Partner masked;
  private final Visitor visitor;
  private final List<People.Somebody> people;
  private final Map<String, List<String>> known = new TreeMap<>();
  private final Map<String, String> places = new TreeMap<>();

  /// The one that is good of each gift: of others a few would be looked at, and then none.
  private final Map<String, String> links = new LinkedHashMap<>();

  Half(Partner masked, Visitor visitor, List<People.Somebody> people) {
    this.masked = masked;
    this.visitor = visitor;
    this.people = people;
  }

  /// Gives the account its people: recipients, what was written to them, and where they live.
  void settle(Partner seeing) {
    String budget =
        learn(seeing.post("/v1/budgets", "{\"amount\":100000,\"currency\":\"EUR\"}")).id();
    for (People.Somebody somebody : people) {
      String recipient = learn(seeing.post("/v2/recipients", somebody.json())).id();
      String gift =
          learn(
                  seeing.post(
                      "/v2/gifts",
                      """
                      {"budget":"%s","value":{"amount":100,"currency":"EUR"},"recipient":"%s"%s}
                      """
                          .formatted(budget, recipient, somebody.message())))
              .id();
      switch (people.indexOf(somebody) % 5) {
        case 0 -> claim(link(seeing, gift), somebody);
        case 1 -> {
          claim(link(seeing, gift), somebody);
          seeing.post("/v2/fulfilments/" + gift + "/ship", "{\"carrier\":\"DHL\"}");
        }
        case 2 -> visitor.get(link(seeing, gift));
        case 3 -> seeing.send("DELETE", "/v2/recipients/" + recipient, null);
        default -> seeing.post("/v2/gifts/" + gift + "/cancel", null);
      }
    }
  }

  private static String link(Partner partner, String gift) {
    String url = partner.post("/v2/gifts/" + gift + "/link", null).json().path("url").asText();
    return url.substring(url.lastIndexOf('/'));
  }

  private Answer claim(String link, People.Somebody somebody) {
    return visitor.post(link + "/claim", somebody.form() + "&product=CUP");
  }

  /// What a step leads to, in words that are the same for both.
  String take(MaskedScript.Step step) {
    return switch (step.method()) {
      case "CLAIM" -> visited(step, link -> claim(link, people.get(step.number() % people.size())));
      case "VIEW" -> visited(step, visitor::get);
      case "DECLINE" -> visited(step, link -> visitor.post(link + "/decline", ""));
      default -> asked(step);
    };
  }

  private String visited(
      MaskedScript.Step step, java.util.function.Function<String, Answer> visit) {
    List<String> good = List.copyOf(links.values());
    return good.isEmpty()
        ? "no link yet"
        : said(visit.apply(good.get(step.number() % good.size())));
  }

  private String asked(MaskedScript.Step step) {
    Partner partner = step.key().isEmpty() ? masked : masked.with("Idempotency-Key", step.key());
    if (step.path().endsWith("/import")) {
      partner = partner.with("Content-Type", "text/csv");
    }
    String path = given(step.path());
    Answer answer =
        partner.send(step.method(), path, step.body().isEmpty() ? null : given(step.body()));
    learn(answer);
    String said = said(answer);
    String next = answer.text().startsWith("{") ? answer.json().path("next").asText("") : "";
    places.put(step.path().split("\\?", 2)[0], next);
    if (step.path().endsWith("/link") && answer.status() == 201) {
      String url = answer.json().path("url").asText();
      links.put(path, url.substring(url.lastIndexOf('/')));
    }
    return said;
  }

  private Answer learn(Answer answer) {
    ID.matcher(answer.text())
        .results()
        .filter(found -> answer.status() < 300)
        .forEach(found -> {
          List<String> ids = known.computeIfAbsent(found.group(1), _ -> new ArrayList<>());
          if (!ids.contains(found.group())) {
            ids.add(found.group());
          }
        });
    return answer;
  }

  private String given(String text) {
    return NAMED.matcher(text).replaceAll(name -> Matcher.quoteReplacement(value(name)));
  }

  private String value(MatchResult name) {
    if (name.group(3) != null) {
      return places.getOrDefault(name.group(3), "");
    }
    List<String> ids = known.getOrDefault(name.group(1), List.of());
    return ids.isEmpty()
        ? name.group(1) + "_" + ApiTest.NOWHERE
        : ids.get(Integer.parseInt(name.group(2)) % ids.size());
  }

  /// What an endpoint of the account was told, in words that are the same for both; gifts take
  /// turns as they come.
  List<String> told(List<String> bodies) {
    return bodies.stream().map(this::common).sorted().toList();
  }

  /// Status, headers and body, each byte of them but what varies.
  private String said(Answer answer) {
    String headers =
        answer.headers().entrySet().stream()
            .filter(header -> !header.getKey().equalsIgnoreCase("date"))
            .filter(header ->
                !header.getKey().toLowerCase(java.util.Locale.ROOT).startsWith("ratelimit"))
            .map(header -> header.getKey() + ": " + header.getValue())
            .collect(Collectors.joining("\n"));
    return common(answer.status() + "\n" + headers + "\n\n" + answer.text());
  }

  private String common(String text) {
    return VARYING.matcher(text).replaceAll(found -> Matcher.quoteReplacement(common(found)));
  }

  private String common(MatchResult found) {
    for (String kind : List.of("next", "link", "uuid", "time", "port")) {
      if (found.group(kind) != null) {
        return "<" + kind + ">";
      }
    }
    String id = found.group("id");
    return "<"
        + id.substring(0, 3)
        + ":"
        + known.getOrDefault(id.substring(0, 3), List.of()).indexOf(id)
        + ">";
  }
}
