package dev.giftwarden.acceptance.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Packaging;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The process that sends, killed in the middle of it.
class SenderKilledTest {
  private static final House HOUSE = House.started();
  private static final int GIFTS = 6;

  private final Set<String> taken = new ConcurrentSkipListSet<>();
  private final Set<String> forged = new ConcurrentSkipListSet<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile boolean silent = true;
  private volatile String secret = "";

  @Test
  @DisplayName("G8 what a sender was sending that is killed with -9 is sent by the next, signed")
  void killed() throws Exception {
    Partner acme = Partner.enterprise(HOUSE, "hooks");
    String token = acme.token(acme.sender(), "gift");
    HttpsServer receiver = receiver();
    try {
      JsonNode webhook = webhook(acme, token, receiver.getAddress().getPort());
      secret = webhook.path("secret").asText();
      List<String> gifts = gifts(acme, token);
      Process first = sender();
      try {
        assertThat(begun.await(60, TimeUnit.SECONDS)).as("something is being sent").isTrue();
      } finally {
        first.destroyForcibly().waitFor();
      }
      silent = false;
      endLeases();
      Process second = sender();
      try {
        assertThat(
                Eventually.answers(
                    Duration.ofSeconds(60),
                    delivered -> delivered == GIFTS,
                    () -> delivered(acme, token, webhook.path("id").asText())))
            .isEqualTo(GIFTS);
      } finally {
        second.destroy();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).as("it ends when it is told to").isTrue();
      }
      assertThat(taken).containsExactlyInAnyOrderElementsOf(gifts);
      assertThat(forged).isEmpty();
    } finally {
      receiver.stop(0);
    }
  }

  private JsonNode webhook(Partner acme, String token, int port) {
    return HOUSE
        .post(
            acme.certificate,
            HOUSE.gift + "/v2/webhooks",
            "{\"url\":\"https://localhost:%d/hook\",\"events\":[\"gift.sent\"]}".formatted(port),
            "--oauth2-bearer",
            token)
        .json();
  }

  private static List<String> gifts(Partner acme, String token) {
    String budget = acme.budget(token, 1_000);
    List<String> gifts = new ArrayList<>();
    for (int i = 0; i < GIFTS; i++) {
      gifts.add(acme.send(acme.certificate, token, budget, 1).text("/id"));
    }
    return gifts;
  }

  private static int delivered(Partner acme, String token, String webhook) {
    int delivered = 0;
    for (JsonNode one :
        HOUSE
            .curl(
                acme.certificate,
                HOUSE.gift + "/v2/webhooks/" + webhook + "/deliveries",
                "--oauth2-bearer",
                token)
            .json()
            .path("data")) {
      delivered += one.path("status").asText().equals("delivered") ? 1 : 0;
    }
    return delivered;
  }

  /// A minute later, for the database.
  private static void endLeases() throws Exception {
    try (Connection superuser = HOUSE.superuser("gift");
        Statement statement = superuser.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "update webhook_delivery set leased_until = now() where lease is not null"))
          .isPositive();
    }
  }

  private static Process sender() throws IOException {
    var process =
        new ProcessBuilder(
                "gift-service/run",
                "--packaging",
                Packaging.told().text(),
                "webhooks",
                "--database=localhost:" + HOUSE.ports().database(),
                "--certificates=" + HOUSE.home().rolesApart(),
                "--keys=" + HOUSE.pki().resolve("recipients"),
                "--allowed-networks=127.0.0.0/8,::1/128",
                "--trust=" + HOUSE.root())
            .directory(Repository.ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    new File(HOUSE.home().logs().toFile(), "webhooks.log")));
    return process.start();
  }

  private HttpsServer receiver() throws Exception {
    var folder = HOUSE.issue("service", "receiver", "--dns", "localhost").folder();
    var own = TlsFolder.open(Objects.requireNonNull(folder), InstantSource.system());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(new KeyManager[] {own.keyManager()}, null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/hook", this::handle);
    server.start();
    return server;
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (silent) {
      begun.countDown();
      return; // whoever waits is killed
    }
    var headers = exchange.getRequestHeaders();
    String id = headers.getFirst("webhook-id");
    String time = headers.getFirst("webhook-timestamp");
    String text = new String(body, StandardCharsets.UTF_8);
    if (!headers.getFirst("webhook-signature").equals(sign(id + "." + time + "." + text))) {
      forged.add(id);
    }
    taken.add(text.replaceFirst(".*\"gift\":\"(gft_[^\"]*)\".*", "$1"));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private String sign(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
