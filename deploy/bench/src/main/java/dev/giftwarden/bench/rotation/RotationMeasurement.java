package dev.giftwarden.bench.rotation;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.report.Numbers;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// All certificates of three services replaced again and again while they are called: on listeners,
/// on gRPC clients, on database connections.
public final class RotationMeasurement implements Measurement {
  private static final Duration FULL_EVERY = Duration.ofSeconds(30);
  private static final int FULL = 10;
  private static final Duration BRIEF_EVERY = Duration.ofSeconds(12);
  private static final int BRIEF = 6;

  private static final Duration POLL = Duration.ofMillis(200);

  private int missed;
  private int open;

  @Override
  public void run(Setting setting) {
    BenchHouse house = setting.house();
    Site site =
        new Site(
            house.home(),
            house.ports(),
            Partner.ACME.account(),
            Partner.ACME.client(),
            makeKey(house),
            house.budget());
    Doors doors = new Doors(site, house.file("strangers"));
    Peers peers = new Peers(site, house::connect);
    int rotations = setting.brief() ? BRIEF : FULL;
    Duration every = setting.brief() ? BRIEF_EVERY : FULL_EVERY;
    Load load = Load.start(site, house.file("load"));
    try (load) {
      for (int i = 0; i < rotations; i++) {
        long end = System.nanoTime() + every.toNanos();
        house.stack().replaceCertificates();
        followed(setting, peers, doors, end);
        setting.out().printf("%d of %d, %d calls%n", i + 1, rotations, load.calls());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    report(setting, rotations, load);
  }

  /// Until everybody has seen the new certificates, then the doors; then the rest of the time.
  private void followed(Setting setting, Peers peers, Doors doors, long end)
      throws IOException, SQLException, InterruptedException {
    List<String> behind = peers.behind();
    while (!behind.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(POLL);
      behind = peers.behind();
    }
    missed += behind.size();
    behind.forEach(each -> setting.out().println("not followed: " + each));
    List<String> now = doors.open();
    open += now.size();
    now.forEach(each -> setting.out().println("open: " + each));
    while (System.nanoTime() < end) {
      Thread.sleep(POLL);
    }
  }

  private static String makeKey(BenchHouse house) {
    String request =
        """
        {"name":"bench","environment":"live","expiresAt":"%s",
         "scopes":["gifts:read","gifts:send","budgets:read","audit:read"]}\
        """
            .formatted(Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS));
    String path = "/v1/accounts/" + Partner.ACME.account() + "/keys";
    try (Caller auth = house.partner(Service.AUTH)) {
      var answer =
          auth.post(
              house.https(Service.AUTH) + path,
              Map.of("Authorization", "Bearer " + house.administrator()),
              "application/json",
              request);
      return BenchHouse.expect(201, answer).json().path("key").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(Setting setting, int rotations, Load load) {
    load.failures().forEach(failure -> setting.out().println("failed: " + failure));
    Table table = new Table("", "rotations", "calls", "failed", "let in without", "not followed");
    table.row(
        "every certificate of auth, gift and audit",
        Numbers.whole(rotations),
        Numbers.whole((double) load.calls()),
        Numbers.whole((double) load.failed()),
        Numbers.whole(open),
        Numbers.whole(missed));
    table.print(setting.out());
    setting.figures().put("rotations", rotations);
    setting.figures().put("calls", load.calls());
    setting.figures().put("failed_calls", load.failed());
    setting.figures().put("accepted_without_certificate", open);
    setting.figures().put("serials_not_seen", missed);
  }
}
