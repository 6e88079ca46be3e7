package dev.giftwarden.acceptance.watching;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.local.stack.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a process answers to Prometheus, in its text form.
record Scrape(String text) {
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? ([-+.0-9A-Za-z]+)$");
  private static final Pattern TAG = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (giftwarden_\\w+) (\\w+)$");

  /// @param tags by name
  record Sample(String metric, Map<String, String> tags, double value) {}

  /// The management port drops a connection that comes while it takes a new certificate, about once
  /// a minute after one was replaced: a scraper comes again, and so does this.
  static Scrape of(House house, Service service) {
    String url = management(house, service) + "/q/metrics";
    Reply reply =
        house.curl(
            Identity.NONE,
            url,
            "--header",
            "Accept: text/plain",
            "--retry",
            "3",
            "--retry-all-errors",
            "--retry-delay",
            "1");
    if (reply.status() != 200) {
      throw new AssertionError("no metrics: " + reply);
    }
    return new Scrape(reply.body());
  }

  static String management(House house, Service service) {
    return "https://localhost:" + house.ports().of(service).management();
  }

  /// `giftwarden_gift_sent_total counter`
  Set<String> ours() {
    return TYPE.matcher(text)
        .results()
        .map(type -> type.group(1) + " " + type.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Stream<Sample> samples() {
    return SAMPLE
        .matcher(text)
        .results()
        .map(line ->
            new Sample(
                line.group(1),
                tags(line.group(2) == null ? "" : line.group(2)),
                Double.parseDouble(line.group(3).replace("Inf", "Infinity"))));
  }

  /// The sum over all series of the metric that have these tags, `holder=key`.
  double sum(String metric, String... tags) {
    List<Sample> matching =
        samples()
            .filter(sample -> sample.metric().equals(metric))
            .filter(sample -> Stream.of(tags).allMatch(tag -> has(sample, tag)))
            .toList();
    if (matching.isEmpty()) {
      throw new AssertionError("no " + metric + " with " + List.of(tags));
    }
    return matching.stream().mapToDouble(Sample::value).sum();
  }

  private static boolean has(Sample sample, String tag) {
    int equals = tag.indexOf('=');
    return tag.substring(equals + 1).equals(sample.tags().get(tag.substring(0, equals)));
  }

  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      tags.put(tag.group(1), tag.group(2));
    }
    return tags;
  }
}
