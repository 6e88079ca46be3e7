package dev.giftwarden.bench.gift;

import static dev.giftwarden.bench.report.Numbers.milliseconds;
import static dev.giftwarden.bench.report.Numbers.times;
import static dev.giftwarden.bench.report.Numbers.whole;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.load.ApacheBench;
import dev.giftwarden.bench.load.ApacheBench.Connections;
import dev.giftwarden.bench.load.Contender;
import dev.giftwarden.bench.load.Contest;
import dev.giftwarden.bench.load.Contest.Round;
import dev.giftwarden.bench.load.Processes;
import dev.giftwarden.bench.load.Target;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// What safety costs: reading a gift and sending one, with a bound token on open connections,
/// beside an application that does neither more nor less than read a row and write two.
public final class GiftMeasurement implements Measurement {

  private static final int SERVERS = 0;
  private static final int LOAD = 1;
  private static final String JSON = "application/json";

  @Override
  public void run(Setting setting) {
    BenchHouse house = setting.house();
    ApacheBench load = new ApacheBench(LOAD, house.home().folder());
    try (Bare bare = Bare.start(setting.project(), house)) {
      String gift = house.https(Service.GIFT) + "/v1/gifts";
      String one = gift + "/" + send(house, gift);
      Target bareRead = bare.read();
      List.of(house.pid(Service.GIFT), house.postgres(), bare.pid())
          .forEach(pid -> Processes.pin(pid, SERVERS));
      // Gift goes on to deliver its records to the log when nobody asks it.
      List<Long> meanwhile = List.of(house.pid(Service.GIFT));
      Contender read =
          new Contender(
              "gift, read",
              () -> Target.get(one, house.clientPem(), headers(house)),
              house.pid(Service.GIFT),
              List.of());
      Contender send =
          new Contender(
              "gift, send", () -> target(house, gift), house.pid(Service.GIFT), List.of());
      Contender plainRead =
          new Contender("bare, read one row", () -> bareRead, bare.pid(), meanwhile);
      Contender plainInsert =
          new Contender("bare, write two rows", bare::insert, bare.pid(), meanwhile);
      Contest contest = new Contest(load, setting.scale(), house.postgres(), setting.out());
      Contest slower =
          new Contest(load, setting.scale().warmedWithLess(), house.postgres(), setting.out());
      contest.warm(List.of(read, plainRead), Connections.OPEN);
      slower.warm(List.of(send, plainInsert), Connections.OPEN);
      List<Contender> all = List.of(read, plainRead, send, plainInsert);
      report(setting, contest.rounds(all, Connections.OPEN), all);
    }
  }

  private static List<String> headers(BenchHouse house) {
    try (Caller auth = house.partner(Service.AUTH)) {
      return List.of("Authorization: Bearer " + house.token(auth, house.key(), Service.GIFT));
    }
  }

  private static Target target(BenchHouse house, String url) {
    return Target.post(
        url,
        house.clientPem(),
        house.file("gift.body", order(house.budget())),
        JSON,
        headers(house));
  }

  static String order(String budget) {
    return """
    {"budgetId":"%s","amount":1,"currency":"EUR",
     "recipient":{"name":"Ada Lovelace","email":"ada@example.com"}}\
    """
        .formatted(budget);
  }

  private static String send(BenchHouse house, String url) {
    try (Caller gift = house.partner(Service.GIFT)) {
      Map<String, String> key = Map.of("Authorization", "Bearer " + house.key());
      return BenchHouse.expect(201, gift.post(url, key, JSON, order(house.budget()))).text("/id");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void report(Setting setting, Contest.Results results, List<Contender> all) {
    Table table = new Table("", "CPU a request", "PostgreSQL's CPU", "a second", "99 % within");
    for (Contender who : all) {
      table.row(
          who.name(),
          milliseconds(results.median(who, Round::cpuMilliseconds)),
          milliseconds(results.median(who, Round::postgresMilliseconds)),
          whole(results.median(who, Round::perSecond)),
          milliseconds(results.median(who, Round::p99Milliseconds)));
    }
    table.print(setting.out());
    String[] names = {"read", "bare_read", "send", "bare_insert"};
    for (int i = 0; i < names.length; i++) {
      double cpu = results.median(all.get(i), Round::cpuMilliseconds);
      double database = results.median(all.get(i), Round::postgresMilliseconds);
      setting.figures().put(names[i] + "_cpu_ms", cpu);
      setting.figures().put(names[i] + "_postgres_cpu_ms", database);
    }
    ratio(setting, "read", results, all.get(0), all.get(1));
    ratio(setting, "send", results, all.get(2), all.get(3));
    setting
        .out()
        .println(
            "CPU: of the application's process for each answered request, medians of the rounds;"
                + " PostgreSQL's is apart.");
  }

  private static void ratio(
      Setting setting, String name, Contest.Results results, Contender ours, Contender bare) {
    double ratio =
        results.median(ours, Round::cpuMilliseconds) / results.median(bare, Round::cpuMilliseconds);
    double whole = results.median(ours, Round::cpu) / results.median(bare, Round::cpu);
    setting.figures().put(name + "_ratio", ratio);
    setting.figures().put(name + "_ratio_with_postgres", whole);
    setting
        .out()
        .printf(
            "a safe %s costs %s times the bare one (%s with PostgreSQL's CPU)%n",
            name, times(ratio), times(whole));
  }
}
