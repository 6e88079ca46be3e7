package dev.giftwarden.acceptance.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.local.stack.Service;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The name that a client dials and the name that it asks for, at the three public listeners. curl
/// is told to trust anybody here, or it would not even connect under another name.
class HostTest {
  private static final House HOUSE = House.started();

  @ParameterizedTest(name = "{0}")
  @DisplayName(
      "M3 SNI, if there is one, and host are one name of the certificate, or the answer is 421")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the name of the certificate | https://localhost:PORT    |                                | 200
          in capitals                 | https://LOCALHOST:PORT    |                                | 200
          the name without the port   | https://localhost:PORT    | --header Host:localhost        | 200
          no SNI, for an address      | https://127.0.0.1:PORT    |                                | 421 misdirected-request
          no SNI, and the right host  | https://127.0.0.1:PORT    | --header Host:localhost        | 200
          no SNI, and another host    | https://127.0.0.1:PORT    | --header Host:gift.example     | 421 misdirected-request
          a dot at the end            | https://localhost.:PORT   |                                | 200
          a dot, and another host     | https://localhost.:PORT   | --header Host:gift.example     | 421 misdirected-request
          another host                | https://localhost:PORT    | --header Host:gift.example     | 421 misdirected-request
          another SNI                 | https://gift.example:PORT | --header Host:localhost        | 421 misdirected-request
          another name for both       | https://gift.example:PORT |                                | 421 misdirected-request
          """)
  void names(String name, String origin, String option, String outcome) {
    for (Service service : Service.values()) {
      for (String version : List.of("--http1.1", "--http2")) {
        assertThat(get(service, version, origin, option == null ? "" : option))
            .as(service + " " + version)
            .isEqualTo(outcome);
      }
    }
  }

  private static String get(Service service, String version, String origin, String option) {
    String port = Integer.toString(HOUSE.ports().of(service).https());
    List<String> line = new ArrayList<>();
    line.addAll(List.of(origin.replace("PORT", port) + path(service), version, "--insecure"));
    line.addAll(List.of("--resolve", "gift.example:" + port + ":127.0.0.1"));
    line.addAll(List.of("--resolve", "localhost.:" + port + ":127.0.0.1"));
    if (!option.isEmpty()) {
      line.addAll(List.of(option.split(" ")));
    }
    return HOUSE.curl(Identity.NONE, line.toArray(String[]::new)).outcome();
  }

  /// What everybody may read.
  private static String path(Service service) {
    return switch (service) {
      case AUTH -> "/.well-known/jwks.json";
      case GIFT -> "/openapi";
      case AUDIT -> "/checkpoint";
    };
  }

  @Test
  @DisplayName("M3 a target in absolute form does not get around it")
  void absoluteForm() {
    String url = HOUSE.auth + "/";
    for (String host : List.of("localhost", "gift.example")) {
      String target = "https://" + host + "/.well-known/jwks.json";
      assertThat(HOUSE.curl(Identity.NONE, url, "--request-target", target).outcome())
          .isEqualTo(host.equals("localhost") ? "200" : "421 misdirected-request");
    }
  }

  @Test
  @DisplayName("M3 management is reached by address, and answers")
  void management() {
    for (Service service : Service.values()) {
      String url =
          "https://127.0.0.1:%d/q/health/live".formatted(HOUSE.ports().of(service).management());
      assertThat(HOUSE.curl(Identity.NONE, url, "--insecure").outcome()).isEqualTo("200");
    }
  }
}
