package dev.giftwarden.acceptance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.KeyInHand;
import dev.giftwarden.testkit.Tls;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Two replicas of auth issue certificates, and one is killed while it does.
@TestMethodOrder(OrderAnnotation.class)
class IssuingKilledTest {
  private static final House HOUSE = House.started();
  private static final Databases DATABASES = new Databases(HOUSE);
  private static final int CALLS = 20;
  private static final Duration SOON = Duration.ofSeconds(30);

  /// Of the advisory lock that holds both calls up; no service takes one of this number.
  private static final long HELD = 20_261_130;

  private static Replica second;

  @BeforeAll
  static void aSecondReplica() {
    second = HOUSE.startReplica(Service.AUTH);
  }

  @AfterAll
  static void oneReplica() {
    HOUSE.authBalancer.remove(second.ports().grpc());
    second.close();
  }

  private static Https stranger() {
    TlsFolder roots =
        TlsFolder.open(Objects.requireNonNull(HOUSE.operator().folder()), InstantSource.system());
    return Https.over(Tls.asNobody(roots, "auth"), HttpClient.Version.HTTP_1_1);
  }

  private static String client(Partner partner) {
    return "/v1/accounts/" + partner.account + "/clients/erp";
  }

  private static String code(Partner partner) {
    Reply made =
        HOUSE.post(HOUSE.operator(), HOUSE.auth + client(partner) + "/enrolment-codes", "{}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.text("/code");
  }

  private static String issue(Https by, String auth, Partner partner, String code, KeyInHand key) {
    return by.send(
            HttpRequest.newBuilder(URI.create(auth + client(partner) + "/certificates"))
                .headers(
                    "Content-Type", "application/x-pem-file", "Authorization", "Bearer " + code)
                .POST(BodyPublishers.ofString(key.pem())))
        .outcome();
  }

  private static JsonNode inventory(Partner partner) {
    return HOUSE
        .curl(HOUSE.operator(), HOUSE.auth + "/v1/accounts/" + partner.account + "/certificates")
        .json()
        .at("/items");
  }

  @Test
  @Order(1)
  @DisplayName("M5 of twenty calls with one code at two replicas one gets a certificate")
  void oneCodeAtTwoReplicas() throws Exception {
    Partner partner = Partner.enterprise(HOUSE, "one-code");
    String code = code(partner);
    List<String> auths = List.of(HOUSE.auth, second.https());
    var start = new CyclicBarrier(CALLS);
    List<Future<String>> calls = new ArrayList<>();
    try (Https stranger = stranger();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < CALLS; n++) {
        String auth = auths.get(n % 2);
        calls.add(
            threads.submit(() -> {
              var key = KeyInHand.make();
              var _ = start.await();
              return issue(stranger, auth, partner, code, key);
            }));
      }
      for (Future<String> call : calls) {
        var _ = call.get();
      }
    }
    assertThat(calls.stream().map(Future::resultNow))
        .containsOnlyOnce("201")
        .containsOnly("201", "401 enrolment-code-invalid");
    assertThat(inventory(partner)).hasSize(1);
  }

  @Test
  @Order(2)
  @DisplayName(
      "M5 C11 auth is killed with two certificates signed: one was never issued, the one whose"
          + " commit was under way is in the inventory, and who asks again is told so")
  void killedBetweenSigningAndAnswering() throws Exception {
    Partner before = Partner.enterprise(HOUSE, "before-commit");
    Partner after = Partner.enterprise(HOUSE, "in-commit");
    String codeBefore = code(before);
    String codeAfter = code(after);
    KeyInHand keyBefore = KeyInHand.make();
    KeyInHand keyAfter = KeyInHand.make();
    try (Https stranger = stranger();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection holder = DATABASES.open("auth")) {
      hold(holder, before.account, after.account);
      List<Future<String>> calls;
      try {
        calls =
            List.of(
                threads.submit(() -> unanswered(stranger, before, codeBefore, keyBefore)),
                threads.submit(() -> unanswered(stranger, after, codeAfter, keyAfter)));
        assertThat(Eventually.becomes(SOON, "2", IssuingKilledTest::held)).isEqualTo("2");
        second.kill9();
      } finally {
        release(holder);
      }
      for (Future<String> call : calls) {
        assertThat(call.get()).isEqualTo("no answer");
      }
      assertThat(Eventually.becomes(SOON, "1", () -> Integer.toString(inventory(after).size())))
          .isEqualTo("1");
      assertThat(inventory(before)).as("never issued").isEmpty();

      assertThat(issue(stranger, HOUSE.auth, before, codeBefore, keyBefore)).isEqualTo("201");
      assertThat(inventory(before)).hasSize(1);
      assertThat(issue(stranger, HOUSE.auth, after, codeAfter, keyAfter))
          .as("the code got its certificate, for this key")
          .isEqualTo("400 key-used-before");
      assertThat(issue(stranger, HOUSE.auth, after, codeAfter, KeyInHand.make()))
          .isEqualTo("401 enrolment-code-invalid");
      assertThat(issue(stranger, HOUSE.auth, after, code(after), KeyInHand.make()))
          .as("there is room for one that is not lost")
          .isEqualTo("201");
    }
    String serial = inventory(after).at("/0/serial").asText();
    assertThat(
            Eventually.answers(
                Eventually.IN_THE_LOG,
                recorded -> recorded == 1,
                () ->
                    DATABASES.events("action = 'certificate.issue'").stream()
                        .filter(event -> ("certificate:" + serial).equals(event.get("target")))
                        .count()))
        .as("its record came with it")
        .isEqualTo(1);
  }

  private static String unanswered(Https by, Partner partner, String code, KeyInHand key) {
    try {
      return issue(by, second.https(), partner, code, key);
    } catch (UncheckedIOException _) {
      return "no answer";
    }
  }

  /// Has one account's certificate wait when its row is written, the other's when it is committed.
  private static void hold(Connection superuser, String written, String committed)
      throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      var _ =
          statement.execute(
              """
              create function held_up() returns trigger language plpgsql as $$
              begin
                perform pg_advisory_xact_lock_shared(%1$d);
                return null;
              end
              $$;
              create constraint trigger held_up_written after insert on certificate
                initially immediate for each row when (new.account = '%2$s')
                execute function held_up();
              create constraint trigger held_up_committed after insert on certificate
                deferrable initially deferred for each row when (new.account = '%3$s')
                execute function held_up();
              select pg_advisory_lock(%1$d)
              """
                  .formatted(HELD, written, committed));
    }
  }

  private static String held() {
    return DATABASES.ask(
        "auth", "select count(*) from pg_locks where objid = " + HELD + " and not granted");
  }

  private static void release(Connection superuser) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      var _ = statement.execute("select pg_advisory_unlock_all()");
      var _ =
          statement.execute(
              """
              drop trigger held_up_written on certificate;
              drop trigger held_up_committed on certificate;
              drop function held_up()
              """);
    }
  }
}
