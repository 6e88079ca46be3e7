package dev.giftwarden.edge.wiring;

import dev.giftwarden.edge.access.AccessTable;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets the metrics of HTTP name our routes and nothing else. Quarkus tags a request that no route
/// took, because a filter refused it first, with its own path and method: a stranger would write
/// account ids, names and a new time series with each request.
@Singleton
class RouteTags implements MeterFilter {
  static final String OTHER = "other";

  private static final Set<String> METHODS =
      Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  /// What Quarkus says instead of a path.
  private static final Set<String> WORDS = Set.of("NOT_FOUND", "REDIRECTION", "UNKNOWN", "root");

  private final Set<String> paths;

  RouteTags(AccessTable table) {
    this.paths =
        Stream.concat(
                table.routes().stream().map(route -> route.substring(route.indexOf(' ') + 1)),
                WORDS.stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    if (!id.getName().startsWith("http.server")) {
      return id;
    }
    List<Tag> tags = id.getTags().stream().map(this::known).toList();
    return id.replaceTags(tags);
  }

  private Tag known(Tag tag) {
    boolean known =
        switch (tag.getKey()) {
          case "uri" -> paths.contains(tag.getValue());
          case "method" -> METHODS.contains(tag.getValue());
          default -> true;
        };
    return known ? tag : Tag.of(tag.getKey(), OTHER);
  }
}
