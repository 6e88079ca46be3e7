package dev.giftwarden.gift.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Many recipients by one call, as rows of a sheet.
@QuarkusTest
class ImportTest extends ApiTest {

  private static final String IMPORT = "/v2/recipients/import";
  private static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "idempotent-replayed";

  private static Partner csv(Partner partner) {
    return partner.with("Content-Type", "text/csv");
  }

  private static Answer imported(Partner partner, String sheet) {
    Answer answer = csv(partner).post(IMPORT, sheet);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer;
  }

  private static List<JsonNode> rows(Answer answer) {
    return StreamSupport.stream(answer.json().path("rows").spliterator(), false).toList();
  }

  private static List<String> outcomes(Answer answer) {
    return rows(answer).stream()
        .map(row -> {
          String type = row.at("/problem/type").asText();
          return row.path("status").asText() + type.substring(type.lastIndexOf('/') + 1);
        })
        .toList();
  }

  private static List<String> faults(Answer answer, int row) {
    return rows(answer).get(row - 1).at("/problem/errors").findValuesAsText("field");
  }

  private static List<String> ids(Answer answer) {
    return answer.json().path("rows").findValuesAsText("recipient");
  }

  private static List<String> replayed(Answer answer) {
    return answer.json().path("rows").findValuesAsText("replayed");
  }

  private static long known(Partner partner) {
    Answer all = partner.get("/v2/recipients/export");
    assertThat(all.status()).as(all.text()).isEqualTo(200);
    return all.text().lines().count();
  }

  private static String sheet(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(i -> "name%d,a%d@example.org\r\n".formatted(i, i))
        .collect(Collectors.joining("", "name,email\r\n", ""));
  }

  @Test
  @DisplayName("a sheet is remembered row by row, each recorded, and a faulty row loses no other")
  void remembers() {
    Partner seeing = partner("import-acme", TestToken::exposePii);

    Answer answer =
        imported(
            seeing,
            """
            \ufeffemail,name,phone,line1,city,postalCode,country
            ada@lovelace.example,"King, ""Ada"\"",+49 30 1234567,1 Dorset Street,London,W1U 4EE,gb
            no-address,Bob,,,,,
            carl@example.org,Carl
            dora@example.org,Do"ra,,,,,

            emil@example.org,Emil,,"2 Dorset
            Street",Berlin,,DE
            finn@example.org,Finn,,,,,
            """);

    assertThat(answer.json().path("remembered").asInt()).isEqualTo(2);
    assertThat(answer.json().path("refused").asInt()).isEqualTo(4);
    assertThat(rows(answer).stream().map(row -> row.path("row").asInt()))
        .containsExactly(1, 2, 3, 4, 5, 6);
    String malformed = "400malformed-request";
    assertThat(outcomes(answer))
        .containsExactly("201", malformed, malformed, malformed, malformed, "201");
    assertThat(faults(answer, 2)).containsExactly("email");
    assertThat(faults(answer, 4)).isEmpty();
    assertThat(faults(answer, 5)).containsExactly("line1");
    assertThat(answer.text())
        .doesNotContain("King", "Bob", "no-address", "dora", "Emil", "Dorset", "Berlin");

    Answer read = seeing.get("/v2/recipients/" + ids(answer).getFirst());
    assertThat(read.json().path("name").asText()).isEqualTo("King, \"Ada\"");
    assertThat(read.json().path("phone").asText()).isEqualTo("+49301234567");
    assertThat(read.json().at("/address/country").asText()).isEqualTo("GB");
    assertThat(records(2, answer))
        .extracting(AuditEvent::action, AuditEvent::target)
        .containsExactlyInAnyOrder(
            tuple("recipient.create", ids(answer).getFirst()),
            tuple("recipient.create", ids(answer).getLast()));
  }

  @Test
  @DisplayName("E1 E7 what is no sheet, or in another format, is refused and remembers nobody")
  void refusesWhole() {
    Partner acme = partner("import-none");
    String none = "400 malformed-request";

    assertThat(csv(acme).post(IMPORT, null).outcome()).isEqualTo(none);
    assertThat(csv(acme).post(IMPORT, "name\nAda\n").outcome()).isEqualTo(none);
    assertThat(csv(acme).post(IMPORT, sheet(2) + "\"").outcome()).isEqualTo(none);
    assertThat(csv(acme).post(IMPORT + "?columns=name", sheet(1)).outcome()).isEqualTo(none);
    assertThat(acme.post(IMPORT, "{}").outcome()).isEqualTo("415 unsupported-media-type");
    assertThat(
            acme.with("Content-Type", "text/csv; charset=utf-16").post(IMPORT, sheet(1)).status())
        .isEqualTo(415);
    assertThat(csv(acme).post("/v2/recipients", sheet(1)).status()).isEqualTo(415);
    assertThat(csv(acme).with(KEY, "").post(IMPORT, sheet(1)).outcome()).isEqualTo(none);
    assertThat(known(acme)).isZero();
  }

  @Test
  @DisplayName("E7 a sheet has 10 MiB, and a byte more is 413, whether it is announced or not")
  void bodyLimits() {
    Partner acme = partner("import-large");
    String one = sheet(1);
    int rest = 10 * 1024 * 1024 - one.length();
    String more = one + "\n".repeat(rest + 1);

    imported(acme, one + "\n".repeat(rest));
    assertThat(csv(acme).post(IMPORT, more).outcome()).isEqualTo("413 payload-too-large");
    assertThat(
            csv(acme)
                .upload(
                    IMPORT,
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(more.getBytes(UTF_8))))
                .outcome())
        .isEqualTo("413 payload-too-large");
    assertThat(known(acme)).isEqualTo(1);
  }

  @Test
  @DisplayName("G6 E2 E7 an upload that breaks off leaves whole hundreds, and the same one goes on")
  void goesOn() {
    Partner acme = partner("import-cut");
    String sheet = sheet(350).replace("name", "name".repeat(20)).replaceFirst("(name)+", "name");
    int cut = sheet.indexOf("a340@");
    for (Partner over : List.of(acme, acme.http2())) {
      Partner once = csv(over.with(KEY, UUID.randomUUID().toString()));
      long before = known(acme);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor();
          var line = new SubmissionPublisher<ByteBuffer>()) {
        Future<Answer> broken =
            threads.submit(() -> once.upload(IMPORT, BodyPublishers.fromPublisher(line)));
        while (line.getNumberOfSubscribers() == 0) {
          Thread.onSpinWait();
        }
        line.submit(ByteBuffer.wrap(sheet.substring(0, cut).getBytes(UTF_8)));
        awaitKnown(acme, before + 300);
        line.closeExceptionally(new IOException("the line is cut"));
        assertThatThrownBy(broken::get).hasCauseInstanceOf(UncheckedIOException.class);
      }
      Partner back = once.anew();
      Answer again = imported(back, sheet);
      assertThat(replayed(again).subList(0, 300)).containsOnly("true");
      assertThat(replayed(again).subList(300, 350)).containsOnly("false");
      assertThat(known(acme)).isEqualTo(before + 350);
      assertThat(csv(back).post(IMPORT, sheet + "Ada,ada@example.org\n").outcome())
          .as("one that goes on where this ended")
          .isEqualTo("422 idempotency-key-reused");
      assertThat(known(acme)).isEqualTo(before + 350);
    }
  }

  private static void awaitKnown(Partner partner, long wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (known(partner) < wanted) {
      assertThat(System.nanoTime()).as("when rows are there").isLessThan(end);
    }
  }

  @Test
  @DisplayName("G6 E2 what breaks in the middle is completed by the same sheet under its key")
  void completes() throws SQLException {
    Partner acme = partner("import-again");
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    String sheet =
        sheet(250)
            .replace("\r\n", ",\r\n")
            .replace("name,email,", "name,email,subAccount")
            .replace("a170@example.org,", "a170@example.org,unlucky");

    breaks(true);
    Answer broken;
    try {
      broken = csv(once).post(IMPORT, sheet);
    } finally {
      breaks(false);
    }
    assertThat(broken.status()).isGreaterThanOrEqualTo(500);
    assertThat(known(acme)).isEqualTo(100);

    Answer again = imported(once, sheet);
    Answer whole = imported(once, sheet);

    assertThat(again.json().path("remembered").asInt()).isEqualTo(250);
    assertThat(again.headers()).doesNotContainKey(REPLAYED);
    assertThat(replayed(again).subList(0, 100)).containsOnly("true");
    assertThat(replayed(again).subList(100, 250)).containsOnly("false");
    assertThat(whole.headers()).containsEntry(REPLAYED, "true");
    assertThat(ids(whole)).isEqualTo(ids(again)).doesNotHaveDuplicates();
    assertThat(known(acme)).isEqualTo(250);
  }

  /// A trigger that the service knows nothing of, as a disk that is full would do it.
  private static void breaks(boolean now) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      GiftDatabase.update(
          superuser,
          now
              ? """
              create function unlucky_row() returns trigger language plpgsql as $$
              begin raise exception 'unlucky' using errcode = '53100'; end $$
              """
              : "drop function unlucky_row() cascade");
      if (now) {
        GiftDatabase.update(
            superuser,
            """
            create trigger unlucky_row before insert on recipient for each row
              when (new.sub_account = 'unlucky') execute function unlucky_row()
            """);
      }
      superuser.commit();
    }
  }

  @Test
  @DisplayName("G6 E2 the key with another sheet is refused whole, and a row of another alone")
  void refusesOthers() throws SQLException {
    Partner acme = partner("import-other");
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    String sheet = sheet(3) + "Nobody,\r\n";
    Answer first = imported(once, sheet);
    assertThat(first.headers()).doesNotContainKey(REPLAYED);

    assertThat(csv(once).post(IMPORT, sheet.replace("name1", "name9")).outcome())
        .isEqualTo("422 idempotency-key-reused");
    assertThat(csv(once).post(IMPORT, sheet(3)).outcome()).isEqualTo("422 idempotency-key-reused");

    try (Connection superuser = GiftDatabase.as("postgres")) { // as if a day were over, for one
      GiftDatabase.update(superuser, "delete from idempotency_record where target = 'sheet'");
      superuser.commit();
    }
    Answer other = imported(once, sheet.replace("name1", "name9"));
    assertThat(outcomes(other))
        .containsExactly("201", "422idempotency-key-reused", "201", "400malformed-request");
    assertThat(replayed(other)).containsExactly("true", "false", "true", "false");
    assertThat(known(acme)).isEqualTo(3);
    assertThat(records(3, other))
        .extracting(AuditEvent::action, AuditEvent::reason)
        .containsExactlyInAnyOrder(
            tuple("recipient.create.replay", ""),
            tuple("recipient.create", "idempotency-key-reused"),
            tuple("recipient.create.replay", ""));
  }

  @Test
  @DisplayName("G6 E2 of ten who send a sheet at once each row is remembered once, for all of them")
  void remembersOnce() throws Exception {
    Partner acme = partner("import-once");
    Partner once = acme.with(KEY, UUID.randomUUID().toString());
    String sheet = sheet(120);

    List<Answer> answers = atOnce(10, () -> imported(once, sheet));

    assertThat(answers.stream().map(ImportTest::ids).distinct()).hasSize(1);
    assertThat(known(acme)).isEqualTo(120);
    imported(acme, sheet(1));
    imported(acme, sheet(1));
    assertThat(known(acme)).as("without a key sent twice is there twice").isEqualTo(122);
  }

  @Test
  @DisplayName("K2 each row belongs where its caller may put it, and is refused elsewhere")
  void placesRows() {
    Partner both = partner("import-parts", token -> token.subAccounts("sales", "hr-dept"));
    Partner sales = partner("import-parts", token -> token.subAccounts("sales"));

    Answer answer =
        imported(
            both,
            """
            name,email,subAccount
            Ada,a@example.org,sales
            Bob,b@example.org,
            Carl,c@example.org,elsewhere
            Dora,d@example.org,hr-dept
            """);

    assertThat(outcomes(answer))
        .containsExactly("201", "400malformed-request", "400malformed-request", "201");
    assertThat(faults(answer, 2)).containsExactly("subAccount");
    assertThat(faults(answer, 3)).containsExactly("subAccount");
    assertThat(known(sales)).isEqualTo(1);
    assertThat(known(both)).isEqualTo(2);
    assertThat(records(4, answer))
        .extracting(AuditEvent::action, AuditEvent::reason)
        .containsExactlyInAnyOrder(
            tuple("recipient.create", ""),
            tuple("recipient.create", "sub-account-unnamed"),
            tuple("recipient.create", "sub-account-foreign"),
            tuple("recipient.create", ""));
  }

  @Test
  @DisplayName("K2 E2 a row that its key remembered elsewhere is not shown to whoever reaches less")
  void showsNothingOfElsewhere() {
    String word = UUID.randomUUID().toString();
    Answer whole = imported(partner("import-less").with(KEY, word), sheet(1));

    Answer less =
        imported(
            partner("import-less", token -> token.subAccounts("sales")).with(KEY, word), sheet(1));

    assertThat(outcomes(less)).containsExactly("422idempotency-key-reused");
    assertThat(less.text()).doesNotContain(ids(whole));
  }

  @Test
  @DisplayName("K1 an import takes recipients:write, and no other scope")
  void takesItsScope() {
    Partner reader = partner("import-none", token -> token.scopes(Scope.RECIPIENTS_READ));
    Partner writer = partner("import-scope", token -> token.scopes(Scope.RECIPIENTS_WRITE));

    assertThat(csv(reader).post(IMPORT, sheet(1)).outcome()).isEqualTo("403 insufficient-scope");
    assertThat(imported(writer, sheet(1)).json().path("remembered").asInt()).isEqualTo(1);
  }
}
