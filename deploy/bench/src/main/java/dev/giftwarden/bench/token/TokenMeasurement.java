package dev.giftwarden.bench.token;

import static dev.giftwarden.bench.report.Numbers.milliseconds;
import static dev.giftwarden.bench.report.Numbers.times;
import static dev.giftwarden.bench.report.Numbers.whole;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.keycloak.Keycloak;
import dev.giftwarden.bench.load.ApacheBench;
import dev.giftwarden.bench.load.ApacheBench.Connections;
import dev.giftwarden.bench.load.Contender;
import dev.giftwarden.bench.load.Contest;
import dev.giftwarden.bench.load.Contest.Round;
import dev.giftwarden.bench.load.Processes;
import dev.giftwarden.bench.load.Target;
import dev.giftwarden.bench.report.Figures;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.local.stack.Service;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// The token endpoint, for a certificate and a key, beside Keycloak's for a certificate. Ours
/// records every token durably before it answers; Keycloak records none.
public final class TokenMeasurement implements Measurement {

  /// All servers share one core, all load comes from the other.
  private static final int SERVERS = 0;

  private static final int LOAD = 1;

  @Override
  public void run(Setting setting) {
    BenchHouse house = setting.house();
    PrintStream out = setting.out();
    ApacheBench load = new ApacheBench(LOAD, house.home().folder());
    out.println("Keycloak … ");
    try (Keycloak keycloak = Keycloak.start(setting.project(), house)) {
      List<Long> servers = List.of(house.pid(Service.AUTH), house.postgres(), keycloak.pid());
      servers.forEach(pid -> Processes.pin(pid, SERVERS));
      Contender ours =
          new Contender("Giftwarden", () -> target(house), house.pid(Service.AUTH), List.of());
      // Ours goes on to deliver its records to the log when nobody asks it for tokens.
      Contender theirs =
          new Contender(
              "Keycloak", keycloak::target, keycloak.pid(), List.of(house.pid(Service.AUTH)));
      Contest contest = new Contest(load, setting.scale(), house.postgres(), out);
      measure(contest, ours, theirs, setting);
    }
  }

  private static Target target(BenchHouse house) {
    Path body = house.file("token.body", BenchHouse.tokenRequest(house.key(), Service.GIFT));
    String url = house.https(Service.AUTH) + BenchHouse.TOKEN;
    return Target.post(url, house.clientPem(), body, BenchHouse.FORM, List.of());
  }

  private static void measure(Contest contest, Contender ours, Contender theirs, Setting setting) {
    List<Contender> both = List.of(ours, theirs);
    contest.warm(both, Connections.OPEN);
    Contest.Results open = contest.rounds(both, Connections.OPEN);
    contest.warm(both, Connections.FRESH);
    Contest.Results fresh = contest.rounds(both, Connections.FRESH);
    double verified =
        new Verification(setting.house().home(), BenchHouse.keyId(setting.house().key()))
            .perCpuSecond(setting.brief());
    Table table = new Table("", "CPU a token", "PostgreSQL's CPU", "a second", "99 % within");
    row(table, "Giftwarden, open connection", open, ours);
    row(table, "Keycloak, open connection", open, theirs);
    row(table, "Giftwarden, new mTLS connection", fresh, ours);
    row(table, "Keycloak, new mTLS connection", fresh, theirs);
    table.print(setting.out());
    setting.out().printf("%n%s tokens verified per CPU second (%s)%n", whole(verified), HOW);
    setting.out().println(COUNTED);
    note(setting.figures(), open, fresh, ours, theirs);
    setting.figures().put("verify_per_cpu_second", verified);
    ratios(setting, open, fresh, ours, theirs);
  }

  private static final String HOW =
      "distinct ones, by the verifier that gift and audit run, in this process, one thread";

  private static final String COUNTED =
      """
      CPU: of the server's process for each answered request, medians of the rounds; PostgreSQL's is \
      apart. Giftwarden's token is recorded (committed) before its answer, and its record's way to \
      the log is in its figures as far as it falls into the rounds; Keycloak records nothing.\
      """;

  private static void row(Table table, String name, Contest.Results results, Contender who) {
    table.row(
        name,
        milliseconds(results.median(who, Round::cpuMilliseconds)),
        milliseconds(results.median(who, Round::postgresMilliseconds)),
        whole(results.median(who, Round::perSecond)),
        milliseconds(results.median(who, Round::p99Milliseconds)));
  }

  private static void note(
      Figures figures,
      Contest.Results open,
      Contest.Results fresh,
      Contender ours,
      Contender theirs) {
    figures.put("token_cpu_ms", open.median(ours, Round::cpuMilliseconds));
    figures.put("token_postgres_cpu_ms", open.median(ours, Round::postgresMilliseconds));
    figures.put("token_per_second", open.median(ours, Round::perSecond));
    figures.put("token_handshake_cpu_ms", fresh.median(ours, Round::cpuMilliseconds));
    figures.put("keycloak_cpu_ms", open.median(theirs, Round::cpuMilliseconds));
    figures.put("keycloak_postgres_cpu_ms", open.median(theirs, Round::postgresMilliseconds));
    figures.put("keycloak_per_second", open.median(theirs, Round::perSecond));
    figures.put("keycloak_handshake_cpu_ms", fresh.median(theirs, Round::cpuMilliseconds));
    figures.put("p99_ms", open.median(ours, Round::p99Milliseconds));
    figures.put("keycloak_p99_ms", open.median(theirs, Round::p99Milliseconds));
  }

  private static void ratios(
      Setting setting,
      Contest.Results open,
      Contest.Results fresh,
      Contender ours,
      Contender theirs) {
    double keepalive =
        open.median(theirs, Round::cpuMilliseconds) / open.median(ours, Round::cpuMilliseconds);
    double handshake =
        fresh.median(theirs, Round::cpuMilliseconds) / fresh.median(ours, Round::cpuMilliseconds);
    setting.figures().put("ratio_keepalive", keepalive);
    setting.figures().put("ratio_handshake", handshake);
    setting
        .out()
        .printf(
            "Keycloak's CPU over ours: %s on open connections, %s on new ones%n",
            times(keepalive), times(handshake));
  }
}
