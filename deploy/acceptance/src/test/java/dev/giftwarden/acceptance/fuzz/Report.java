package dev.giftwarden.acceptance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What came of all attempts: how often which outcome, and what was wrong, once of each kind.
final class Report {
  private static final int SHOWN = 400;

  private final Map<String, String> complaints = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();

  void count(String outcome) {
    outcomes.computeIfAbsent(outcome, _ -> new AtomicInteger()).incrementAndGet();
  }

  void complain(Attacker.Attempt attempt, String wrong) {
    String kind = attempt.api().service() + ", " + attempt.fault() + ": " + cut(wrong, 70);
    String sent = new String(attempt.draft().bytes(), ISO_8859_1);
    complaints.putIfAbsent(kind, cut(wrong, SHOWN) + "\n" + cut(sent, SHOWN));
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  Map<String, String> complaints() {
    return new TreeMap<>(complaints);
  }

  Map<String, AtomicInteger> outcomes() {
    return new TreeMap<>(outcomes);
  }

  int answers() {
    return outcomes.entrySet().stream()
        .filter(outcome -> Character.isDigit(outcome.getKey().charAt(0)))
        .mapToInt(outcome -> outcome.getValue().get())
        .sum();
  }
}
