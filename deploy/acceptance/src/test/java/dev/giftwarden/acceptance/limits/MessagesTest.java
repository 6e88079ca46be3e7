package dev.giftwarden.acceptance.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.Handshake;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Node;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long a chain of certificates and a message between services may be.
class MessagesTest {
  private static final House HOUSE = House.started();
  private static final Pattern ANSWER = Pattern.compile("HTTP/1.1 200");

  @ParameterizedTest(name = "{0} certificates: {1}")
  @CsvSource({"2, served", "8, served", "9, alert 80"})
  @DisplayName(
      "Z12 a chain holds its CA, again and again if it likes, and eight certificates in all")
  void chains(int length, String outcome, @TempDir Path folder) throws IOException {
    Identity partner = HOUSE.issue("partner", HOUSE.fresh("chain"), "erp");
    String own = Files.readString(partner.certificate());
    String issuer = own.substring(own.indexOf("-----BEGIN", 10));
    Files.writeString(folder.resolve("tls.crt"), own + issuer.repeat(length - 2));
    Files.copy(partner.key(), folder.resolve("tls.key"));
    byte[] words =
        "GET /openapi HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
    for (Service service : Service.values()) {
      Handshake handshake =
          Handshake.saying(
              words,
              ANSWER,
              "localhost:" + HOUSE.ports().of(service).https(),
              new Identity(folder),
              "-servername localhost -CAfile " + HOUSE.root());
      String met = ANSWER.matcher(handshake.output()).find() ? "served" : "nothing";
      assertThat(handshake.alert().orElse(met)).as(service.id()).isEqualTo(outcome);
    }
  }

  @Test
  @DisplayName("Z12 a message between services has 64 KiB, and one more byte is refused unread")
  void messages() {
    assertThat(code(65_000)).isEqualTo("INVALID_ARGUMENT");
    assertThat(code(66_000)).isEqualTo("RESOURCE_EXHAUSTED");
  }

  private static String code(int keyBytes) {
    JsonNode answers = Node.run("grpc.mjs", Map.of("calls", List.of(exchange(keyBytes))));
    return answers.get(0).get("code").asText();
  }

  private static Map<String, Object> exchange(int keyBytes) {
    Identity gift = new Identity(HOUSE.home().given(Service.GIFT).resolve("internal"));
    return Map.of(
        "address", HOUSE.authGrpc,
        "proto",
            Repository.ROOT.resolve("auth-service/client/src/main/proto/auth.proto").toString(),
        "service", "giftwarden.auth.v1.AuthService",
        "method", "Exchange",
        "ca", HOUSE.root().toString(),
        "cert", gift.certificate().toString(),
        "key", gift.key().toString(),
        "request", Map.of("key", Map.of("apiKey", "x".repeat(keyBytes))));
  }
}
