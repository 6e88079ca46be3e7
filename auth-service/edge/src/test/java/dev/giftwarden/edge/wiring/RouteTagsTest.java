package dev.giftwarden.edge.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.edge.access.Access;
import dev.giftwarden.edge.access.AccessTable;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTagsTest {
  private static final RouteTags TAGS =
      new RouteTags(AccessTable.builder().row("GET /v1/gifts/{id}", Access.open()).build());

  @ParameterizedTest(name = "Z9 {0} {1} {2} is {3} {4}")
  @DisplayName("Z9 a series names a route of ours, or none")
  @CsvSource({
    "http.server.requests, GET, /v1/gifts/{id}, GET, /v1/gifts/{id}",
    "http.server.requests, GET, NOT_FOUND, GET, NOT_FOUND",
    "http.server.requests, GET, /v1/gifts/ada@lovelace.example, GET, other",
    "http.server.requests, ADA, /v1/gifts/{id}, other, /v1/gifts/{id}",
    "http.server.push, GET, /v1/gifts, GET, other",
    "grpc.server.calls, Append, /anything, Append, /anything"
  })
  void names(String metric, String method, String uri, String seenMethod, String seenUri) {
    Meter.Id id =
        new Meter.Id(metric, Tags.of("method", method, "uri", uri), null, null, Meter.Type.TIMER);
    Meter.Id seen = TAGS.map(id);
    assertThat(seen.getTag("method")).isEqualTo(seenMethod);
    assertThat(seen.getTag("uri")).isEqualTo(seenUri);
  }
}
