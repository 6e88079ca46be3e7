package dev.giftwarden.acceptance.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Service;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The internal ports of all three services, over channels that were open before: whoever stole a
/// service's private key has them already.
class RevokedServiceTest {
  private static final House HOUSE = House.started();
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final String DEAD = "UNAUTHENTICATED certificate-revoked";

  private static final String EXCHANGE = "giftwarden.auth.v1.AuthService/Exchange";
  private static final String WATCH = "giftwarden.auth.v1.AuthService/WatchTrust";
  private static final String REPORT = "giftwarden.auth.v1.AuthService/ReportUsage";
  private static final String INTROSPECT = "giftwarden.auth.v1.AuthService/Introspect";
  private static final String APPEND = "giftwarden.audit.v1.AuditService/Append";
  private static final String HEALTH = "grpc.health.v1.Health/Check";

  /// `ExchangeRequest { own {} }`: the service's own token for audit.
  private static final byte[] OWN = {0x12, 0};

  private static final byte[] NOTHING = {};

  /// What may be asked at one port, and how that is answered to who may.
  private record Row(Service at, String method, byte[] request, boolean token, String good) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(Service.AUTH, EXCHANGE, OWN, false, "OK"),
          new Row(Service.AUTH, REPORT, NOTHING, false, "INVALID_ARGUMENT"),
          new Row(Service.AUTH, INTROSPECT, NOTHING, false, "INVALID_ARGUMENT"),
          new Row(Service.GIFT, HEALTH, NOTHING, false, "OK"),
          new Row(Service.AUDIT, APPEND, NOTHING, true, "INVALID_ARGUMENT"));

  /// A gift, as far as its certificate goes, and its channels to the three ports.
  private record Gift(TlsFolder own, List<OpenChannel> channels) implements AutoCloseable {
    static Gift connected() {
      Identity issued = HOUSE.issue("service", "gift", "--dns", "localhost");
      var own = TlsFolder.open(Objects.requireNonNull(issued.folder()), InstantSource.system());
      var channels = new ArrayList<OpenChannel>();
      for (Service service : Service.values()) {
        int port = HOUSE.ports().of(service).grpc();
        channels.add(OpenChannel.to(port, own, service.id()));
      }
      return new Gift(own, List.copyOf(channels));
    }

    String ownToken() {
      byte[] answer = to(Service.AUTH).unary(EXCHANGE, "", OWN).firstMessage();
      String text = new String(answer, US_ASCII);
      return text.substring(text.indexOf("eyJ")).replaceAll("[^A-Za-z0-9._-].*", "");
    }

    String outcome(Row row, String token) {
      return to(row.at()).unary(row.method(), row.token() ? token : "", row.request()).outcome();
    }

    OpenChannel.Begun watch() {
      return to(Service.AUTH).stream(WATCH, hello());
    }

    private OpenChannel to(Service service) {
      return channels.get(service.ordinal());
    }

    /// `TrustAck { consumer: "a-test", dialect: 1 }`.
    private static byte[] hello() {
      var bytes = new ByteArrayOutputStream();
      bytes.write(0x0A);
      bytes.write(6);
      bytes.writeBytes("a-test".getBytes(US_ASCII));
      bytes.write(0x18);
      bytes.write(1);
      return bytes.toByteArray();
    }

    @Override
    public void close() {
      channels.forEach(OpenChannel::close);
    }
  }

  @Test
  @DisplayName("C6 C7 C14 at every internal port the next call, and the feed that is open, end")
  void deadOnOpenChannels() {
    try (Gift stolen = Gift.connected();
        Gift other = Gift.connected()) {
      String token = stolen.ownToken();
      String others = other.ownToken();
      for (Row row : ROWS) {
        assertThat(stolen.outcome(row, token)).as("%s", row).startsWith(row.good());
      }
      var feed = stolen.watch();
      var kept = other.watch();
      assertThat(feed.firstMessage()).isNotEmpty();
      assertThat(kept.firstMessage()).isNotEmpty();

      revoke(stolen.own());

      assertThat(feed.outcome()).isEqualTo(DEAD);
      for (Row row : ROWS) {
        assertThat(becomes(() -> stolen.outcome(row, token))).as("%s", row).isEqualTo(DEAD);
        assertThat(other.outcome(row, others)).as("%s", row).startsWith(row.good());
      }
      assertThat(kept.end()).as("the feed of who is not revoked").isNotDone();
    }
  }

  private static String becomes(Supplier<String> outcome) {
    return Eventually.becomes(BOUND, DEAD, outcome);
  }

  private static void revoke(TlsFolder own) {
    String pem = Pem.encode(own.own().leaf()).replace("\n", "\\n");
    var answer =
        HOUSE.post(
            HOUSE.operator(),
            HOUSE.auth + "/v1/certificates/revoke",
            "{\"reason\":\"keyCompromise\",\"certificate\":\"" + pem + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
