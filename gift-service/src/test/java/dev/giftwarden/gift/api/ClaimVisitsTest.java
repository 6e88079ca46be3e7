package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Visitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ClaimVisitsTest extends ApiTest {

  @Inject MeterRegistry metrics;

  @Test
  @DisplayName("Z9 what recipients ask for is counted by what came of it, and wrong links apart")
  void counts() {
    Partner acme = partner("visits-acme");
    String gift = sent(acme, openBudget(acme, 100), 10).id();
    String url = acme.post("/v2/gifts/" + gift + "/link", null).json().path("url").asText();
    String link = url.substring(url.lastIndexOf('/'));
    var visitor = new Visitor(stack());
    Map<String, Integer> before = now();

    visitor.get(link);
    visitor.post(link + "/claim", "name=");
    visitor.send("POST", link + "/claim", "application/json", "{}");
    visitor.post(link + "/claim", "name=Ada&line1=1&city=London&country=gb");
    visitor.get(link);
    visitor.get("/" + NOWHERE);

    Map<String, Integer> after = now();
    after.replaceAll((outcome, count) -> count - before.getOrDefault(outcome, 0));
    assertThat(after)
        .isEqualTo(
            Map.of(
                "shown", 2, "faulty", 1, "refused", 1, "done", 1, "nothing", 1, "slowed", 0,
                "failed", 0, "wrong", 1));
  }

  private Map<String, Integer> now() {
    Map<String, Integer> counts = new TreeMap<>();
    metrics
        .find("giftwarden_claim_request_total")
        .counters()
        .forEach(one -> counts.put(one.getId().getTag("outcome"), (int) one.count()));
    counts.put("wrong", (int) metrics.get("giftwarden_claim_wrong_link_total").counter().count());
    return counts;
  }
}
