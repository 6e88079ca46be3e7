package dev.giftwarden.bench.gift;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.load.Target;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The same framework, TLS and database server, and nothing of what makes a gift safe. Its own
/// database, and the flags of the services.
final class Bare implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final String JSON = "application/json";
  private static final String ITEM =
      """
      {"budget":"bud_0000000000000000000000","amount":1,"currency":"EUR",
       "name":"Ada Lovelace","email":"ada@example.com"}\
      """;

  private static final String TABLES =
      """
      create table item (
        id text primary key, budget text not null, amount bigint not null,
        currency text not null, name text not null, email text not null);
      create table line (
        id bigint generated always as identity primary key,
        item text not null references item, amount bigint not null);
      """;

  private final BenchHouse house;
  private final String url;
  private final Process process;
  private final Thread lastResort;

  private Bare(BenchHouse house, int port, Process process) {
    this.house = house;
    this.url = "https://localhost:" + port + "/items";
    this.process = process;
    this.lastResort = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  static Bare start(Path project, BenchHouse house) {
    house.createDatabase("bare");
    house.execute("bare", TABLES);
    int port = FreePorts.find(1).getFirst();
    Path jar = project.resolve("deploy/bench/bare/target/quarkus-app/quarkus-run.jar");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djdk.tls.server.newSessionTicketCount=0",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-Dbare.credentials=" + house.home().given(Service.GIFT).resolve("public"),
            "-Dquarkus.http.ssl-port=" + port,
            "-Dquarkus.datasource.jdbc.url=" + house.jdbcUrl("bare"),
            "-jar",
            jar.toString());
    try {
      Process process =
          builder
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(house.home().logs().resolve("bare.log").toFile()))
              .start();
      return new Bare(house, port, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  Target insert() {
    return Target.post(url, house.clientPem(), house.file("bare.body", ITEM), JSON, List.of());
  }

  /// Of one item that this makes.
  Target read() {
    return Target.get(url + "/" + itemOnceReady(), house.clientPem(), List.of());
  }

  private String itemOnceReady() {
    Instant limit = Instant.now().plus(READY_LIMIT);
    try (Caller caller = house.partner(Service.GIFT)) {
      while (true) {
        try {
          Answer made = caller.post(url, Map.of(), JSON, ITEM);
          return BenchHouse.expect(200, made).text("/id");
        } catch (IOException e) {
          if (!process.isAlive() || Instant.now().isAfter(limit)) {
            throw new Failure("the bare application did not start; its log is bare.log", e);
          }
          Thread.sleep(200);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }
}
