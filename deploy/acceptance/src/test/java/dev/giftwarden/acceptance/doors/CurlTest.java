package dev.giftwarden.acceptance.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.local.stack.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `auth-service/edge/PROBLEMS.md` says that curl says.
class CurlTest {
  private static final House HOUSE = House.started();

  @TempDir private static Path folder;

  private static Identity good;
  private static Identity expired;

  @BeforeAll
  static void identities() {
    Partner acme = Partner.enterprise(HOUSE, "curl");
    var all = new Forgery(HOUSE, Forgery.Holder.partner(acme.account, "erp"), folder).all();
    good = Forgery.named("right", all);
    expired = Forgery.named("expired", all);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("U3 curl's exit code and message tell the cause")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a good certificate         | good    | https://localhost:PORT/openapi | --cacert ROOT               | 0  |
          a bad certificate          | expired | https://localhost:PORT/openapi | --cacert ROOT               | 56 | alert certificate unknown
          none where one is required | none    | https://localhost:GRPC/        | --cacert ROOT               | 56 | alert certificate required
          an older TLS               | good    | https://localhost:PORT/openapi | --cacert ROOT --tls-max 1.2 | 35 | alert protocol version
          no or another root         | good    | https://localhost:PORT/openapi |                             | 60 | unable to get local issuer certificate
          another name               | good    | https://127.0.0.1:PORT/openapi | --cacert ROOT               | 60 | no alternative certificate subject name matches
          a wrong key                | mixed   | https://localhost:PORT/openapi | --cacert ROOT               | 58 | unable to set private key file
          http instead of https      | none    | http://localhost:PORT/openapi  |                             | 52 | Empty reply
          """)
  void exits(String name, String identity, String url, String options, int exit, String message) {
    String more = options == null ? "" : here(options);
    Command curl = curl(identity, here(url), more);
    for (int i = 0; i < 4 && curl.output().contains("reset by peer"); i++) {
      curl = curl(identity, here(url), more); // the alert was lost, see Handshake
    }
    assertThat(curl.exit()).as(curl.output()).isEqualTo(exit);
    assertThat(curl.output()).contains(message == null ? "" : message);
  }

  private static String here(String text) {
    var ports = HOUSE.ports().of(Service.GIFT);
    return text.replace("PORT", Integer.toString(ports.https()))
        .replace("GRPC", Integer.toString(ports.grpc()))
        .replace("ROOT", HOUSE.root().toString());
  }

  private static Command curl(String identity, String url, String options) {
    List<String> line = new ArrayList<>(List.of("curl", "--silent", "--show-error"));
    switch (identity) {
      case "good" -> line.addAll(good.forCurl());
      case "expired" -> line.addAll(expired.forCurl());
      case "mixed" -> {
        line.addAll(List.of("--cert", good.certificate().toString()));
        line.addAll(List.of("--key", expired.key().toString()));
      }
      default -> assertThat(identity).isEqualTo("none");
    }
    if (!options.isEmpty()) {
      line.addAll(List.of(options.split(" ")));
    }
    line.add(url);
    return Command.run(Repository.ROOT, line.toArray(String[]::new));
  }
}
