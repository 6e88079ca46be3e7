package dev.giftwarden.acceptance.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two replicas of gift and of audit, many clients at once, and every process killed: money is
/// neither lost nor made, and the log tells all of it once.
@TestMethodOrder(OrderAnnotation.class)
class MoneyTest {
  private static final long SEED = Long.getLong("giftwarden.seed", 20261122);
  private static final int SENDS_PER_KILL = 500;
  private static final int CLIENTS = 8;

  /// The staleness bound of 10 s, and a cold start where others hold both cores; what it took is
  /// printed.
  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(120);

  private static final House HOUSE = House.started();
  private static final Databases DATABASES = new Databases(HOUSE);

  private static final Set<String> ACKNOWLEDGED = ConcurrentHashMap.newKeySet();

  private static Replica secondGift;
  private static Replica secondAudit;
  private static List<String> gifts;
  private static Partner acme;
  private static Partner.Key key;
  private static Sender sender;
  private static Lives lives;

  /// Of the moment when the sending was over: nothing that is planted later stays.
  private static @Nullable Path export;

  @BeforeAll
  static void twoOfEach() {
    secondGift = HOUSE.startReplica(Service.GIFT);
    secondAudit = HOUSE.startReplica(Service.AUDIT);
    gifts = List.of(HOUSE.gift, secondGift.https());
    acme = Partner.enterprise(HOUSE, "kills");
    key = acme.sender(limit(1_000_000));
    sender = Sender.of(HOUSE, acme, key);
    lives = new Lives(HOUSE, acme, sender);
  }

  @AfterAll
  static void oneOfEach() {
    sender.close();
    secondGift.close();
    HOUSE.auditBalancer.remove(secondAudit.ports().grpc());
    secondAudit.close();
  }

  @Test
  @Order(1)
  @DisplayName("G3 G4 of 200 sends at once over two replicas, 37 fit: 37 are sent and 163 refused")
  void thirtySeven() throws Exception {
    String budget = acme.budget(sender.token(), 37);
    List<String> outcomes = twoHundred(sender, budget);
    assertThat(Collections.frequency(outcomes, "201")).isEqualTo(37);
    assertThat(Collections.frequency(outcomes, "402 budget-exhausted")).isEqualTo(163);

    DATABASES.awaitRest();
    assertThat(DATABASES.ask("gift", "select available from budget where id = ?", budget))
        .isEqualTo("0");
    assertThat(
            DATABASES.ask(
                "gift", "select sum(amount) from ledger_line where budget_id = ?", budget))
        .isEqualTo("0");
    List<String> recorded =
        DATABASES.events("action = 'gift.send' and actor = ?", "key:" + key.id()).stream()
            .map(event -> event.get("outcome") + " " + event.get("reason"))
            .toList();
    assertThat(Collections.frequency(recorded, "success ")).isEqualTo(37);
    assertThat(Collections.frequency(recorded, "refused budget-exhausted")).isEqualTo(163);
  }

  @Test
  @Order(1)
  @DisplayName(
      "G3 K18 of 200 sends at once over two replicas, 37 are within the limit of their key")
  void thirtySevenOfAKey() throws Exception {
    Partner.Key limited = acme.sender(limit(37));
    try (Sender own = Sender.of(HOUSE, acme, limited)) {
      String budget = acme.budget(own.token(), 1_000);
      List<String> outcomes = twoHundred(own, budget);
      assertThat(Collections.frequency(outcomes, "201")).isEqualTo(37);
      assertThat(Collections.frequency(outcomes, "403 spend-limit-exceeded")).isEqualTo(163);
      assertThat(DATABASES.ask("gift", "select available from budget where id = ?", budget))
          .isEqualTo("963");
    }
    assertThat(DATABASES.ask("gift", "select spent from key_spending where root = ?", limited.id()))
        .isEqualTo("37");
  }

  @Test
  @Order(1)
  @DisplayName("G2 one gift each sets out to every state, and what is killed meanwhile keeps none")
  void setOut() throws SQLException {
    lives.begin();
  }

  private static String limit(long amount) {
    return "\"spendLimit\":{\"amount\":%d,\"currency\":\"EUR\",\"period\":\"once\"}"
        .formatted(amount);
  }

  private static List<String> twoHundred(Sender sender, String budget) throws Exception {
    List<String> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers =
          IntStream.range(0, 200)
              .mapToObj(n -> threads.submit(() -> sender.send(turned(n), budget, budget + "-" + n)))
              .toList();
      for (Future<Answer> answer : answers) {
        outcomes.add(outcome(answer.get()));
      }
    }
    return outcomes;
  }

  @Test
  @Order(2)
  @DisplayName("G3 G4 A11 kill -9 of every process in 2,000 sends: nothing lost, nothing twice")
  void kills() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    String budget = acme.budget(sender.token(), 1_000_000);
    List<Victim> victims = new ArrayList<>(List.of(Victim.values()));
    Collections.shuffle(victims, random);
    AtomicInteger next = new AtomicInteger();
    for (Victim victim : victims) {
      int moment = next.get() + 50 + random.nextInt(SENDS_PER_KILL - 100);
      int end = next.get() + SENDS_PER_KILL;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          clients.add(threads.submit(() -> sendAll(next, end, budget)));
        }
        while (next.get() < moment) {
          Sender.pause(Duration.ofMillis(1));
        }
        long killed = System.nanoTime();
        kill(victim);
        awaitRecovery(victim, budget);
        Duration recovery = Duration.ofNanos(System.nanoTime() - killed);
        System.out.println(victim + " recovered after " + recovery.toMillis() + " ms");
        assertThat(recovery).as("recovery of " + victim).isLessThan(RECOVERED_WITHIN);
        for (Future<?> client : clients) {
          client.get();
        }
      }
      next.set(end);
    }
    DATABASES.awaitRest();
    assertThat(DATABASES.ask("gift", "select count(*) from gift where budget_id = ?", budget))
        .isEqualTo(Integer.toString(ACKNOWLEDGED.size()));
    assertThat(ACKNOWLEDGED).hasSize(Victim.values().length * (SENDS_PER_KILL + 1));
  }

  @Test
  @Order(3)
  @DisplayName("G2 every gift came to its state, whatever was killed meanwhile")
  void arrived() {
    lives.awaitStates();
  }

  @Test
  @Order(4)
  @DisplayName("G4 A11 an independent checker of the databases and the export finds nothing")
  void nothingIsWrong() throws Exception {
    DATABASES.awaitRest();
    assertThat(DATABASES.complaints(export(), ACKNOWLEDGED)).isEmpty();
  }

  private static synchronized Path export() {
    if (export == null) {
      export = DATABASES.export();
    }
    return export;
  }

  @ParameterizedTest(name = "{0}")
  @Order(5)
  @DisplayName("G4 A2 the checker finds what is planted")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a gift without ledger lines        | gift  | delete from ledger_line where gift_id = (select id from gift limit 1)             | do not hold its amount
          a gift without anything            | gift  | insert into gift select 'gft_planted', account, sub_account, environment, budget_id, recipient_id, amount, currency, message, state, sent_at, cancelled_at from gift limit 1 | has 0 records
          a claim without its price | gift | delete from ledger_line where book = 'spent' and gift_id = (select id from gift where state = 'claimed' limit 1) | have not spent what it cost
          a decline nobody recorded | gift | update gift set state = 'declined', viewed_at = now(), declined_at = now() where id = (select id from gift where state = 'sent' and declined_at is null limit 1) | gift.decline: not recorded
          a gift that is gone                | gift  | delete from gift where id = (select max(id) from gift)                            | the log has a gift that was not sent
          an entry that does not balance     | gift  | update ledger_line set amount = amount - 1 where line = 1 and entry_id = (select max(entry_id) from ledger_line) | not two lines that sum to 0
          a balance that was moved           | gift  | update budget set available = mod(available + 1, granted + 1) where id = (select max(id) from budget) | is not the sum of its lines
          a limit that was moved             | gift  | update key_spending set spent = spent + 1 where root = (select max(root) from key_spending) | is not the sum of its gifts
          an event that was doubled          | audit | insert into event (id, time_unix_ms, account, sub_account, environment, actor, action, encoded, salt) select another, time_unix_ms, account, sub_account, environment, actor, action, overlay(encoded placing uuid_send(another) from 28), salt from event, gen_random_uuid() as another where action = 'gift.send' and position('success'::bytea in encoded) > 0 limit 1 | one fact is in the log twice
          a leaf that is gone                | audit | delete from leaf where index = 3                                                  | leaves with gaps
          a key nobody made                  | auth  | update api_key set id = 'PlantedPlant' where id = (select max(id) from api_key)   | not recorded: key:PlantedPlant
          """)
  void findsInTheDatabases(String what, String database, String plant, String complaint)
      throws Exception {
    try (Connection auth = DATABASES.open("auth");
        Connection gift = DATABASES.open("gift");
        Connection audit = DATABASES.open("audit")) {
      Connection planted =
          switch (database) {
            case "auth" -> auth;
            case "gift" -> gift;
            default -> audit;
          };
      planted.setAutoCommit(false);
      try (Statement statement = planted.createStatement()) {
        statement.execute("set session_replication_role = replica"); // no triggers, no foreign keys
        assertThat(statement.executeUpdate(plant)).isPositive();
      }
      List<String> complaints =
          Checker.complaints(auth, gift, audit, Export.read(export()), ACKNOWLEDGED);
      planted.rollback();
      assertThat(complaints).as(what).anyMatch(found -> found.contains(complaint));
    }
  }

  @ParameterizedTest(name = "{0}, byte {1}")
  @Order(6)
  @DisplayName("A2 the checker finds a changed byte of the export")
  @CsvSource({
    "entries, 60",
    "hashes, 70",
    "events, 100",
    "events, 20",
    "checkpoint, 30",
    "signer.vkey, 60"
  })
  void findsInTheExport(String file, int position) throws Exception {
    Path export = export();
    byte[] good = Files.readAllBytes(export.resolve(file));
    byte[] bytes = good.clone();
    bytes[position] ^= 1;
    try {
      Files.write(export.resolve(file), bytes);
      assertThat(wrong(export)).isNotEmpty();
    } finally {
      Files.write(export.resolve(file), good);
    }
  }

  @Test
  @Order(7)
  @DisplayName("G4 the checker misses a gift that was acknowledged and is nowhere")
  void findsTheLost() throws Exception {
    assertThat(DATABASES.complaints(export(), Set.of("gft_lost")))
        .containsExactly("acknowledged and lost: gft_lost");
  }

  /// A file that can no longer be read at all is as wrong as one that reads otherwise.
  private static List<String> wrong(Path export) throws IOException, SQLException {
    try {
      return DATABASES.complaints(export, ACKNOWLEDGED);
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      return List.of(unreadable.toString());
    }
  }

  private enum Victim {
    AUTH,
    GIFT,
    AUDIT,
    POSTGRESQL
  }

  private static void kill(Victim victim) {
    if (victim == Victim.POSTGRESQL) {
      HOUSE.stack().killDatabase();
      HOUSE.stack().startDatabase();
    } else {
      Replica first = HOUSE.stack().replica(Service.valueOf(victim.name()));
      first.kill9();
      first.start();
    }
  }

  /// A fresh token is issued, the killed process serves, and a send succeeds at it.
  private static void awaitRecovery(Victim victim, String budget) {
    if (victim == Victim.AUDIT) {
      HOUSE.stack().replica(Service.AUDIT).awaitReady();
    }
    try (Sender fresh = Sender.of(HOUSE, acme, key)) {
      Answer sent = fresh.send(List.of(HOUSE.gift), budget, budget + "-after-" + victim);
      assertThat(outcome(sent)).isEqualTo("201");
      ACKNOWLEDGED.add(sent.text("/id"));
    }
  }

  private static void sendAll(AtomicInteger next, int end, String budget) {
    for (int n = next.getAndIncrement(); n < end; n = next.getAndIncrement()) {
      Answer sent = sender.send(turned(n), budget, budget + "-" + n);
      assertThat(outcome(sent)).isEqualTo("201");
      assertThat(ACKNOWLEDGED.add(sent.text("/id"))).as("a gift of its own").isTrue();
    }
  }

  private static List<String> turned(int n) {
    return n % 2 == 0 ? gifts : gifts.reversed();
  }

  private static String outcome(Answer answer) {
    boolean problem = answer.header("content-type").orElse("").contains("problem");
    String type = problem ? answer.text("/type") : "";
    return problem
        ? answer.status() + " " + type.substring(type.lastIndexOf('/') + 1)
        : Integer.toString(answer.status());
  }
}
