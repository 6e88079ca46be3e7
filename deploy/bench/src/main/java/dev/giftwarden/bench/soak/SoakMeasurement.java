package dev.giftwarden.bench.soak;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Routes;
import dev.giftwarden.local.stack.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Everything that can become of gifts, by two hundred at once over two replicas, while processes
/// are killed: and afterwards no money that nobody gave, no change without its record, and nothing
/// twice.
public final class SoakMeasurement implements Measurement {
  private static final long SEED = Long.getLong("giftwarden.seed", 20261130);
  private static final int CLIENTS = 200;
  private static final int BUDGETS = 20;
  private static final int KILLS = 8;
  private static final Duration AT_REST = Duration.ofMinutes(5);

  /// Of the key that has a limit.
  private static final long MOST = 100_000;

  /// Some gifts come to their end in the middle of it.
  private static final String LET_SOME_EXPIRE =
      """
      update gift set sent_at = sent_at - interval '1 year',
                      expires_at = now() - interval '1 second'
       where id in (select id from gift where state = 'sent' order by id limit 100)
      """;

  @Override
  public void run(Setting setting) {
    BenchHouse house = setting.house();
    long operations = Long.getLong("operations", setting.brief() ? 20_000 : 1_000_000);
    int secondPage = FreePorts.find(1).getFirst();
    List<Replica> replicas = replicas(house, secondPage);
    List<String> addresses =
        replicas.stream()
            .filter(replica -> replica.service() == Service.GIFT)
            .map(Replica::https)
            .toList();
    Acknowledged told = Acknowledged.nothing();
    setting.out().printf("seed %d, %,d operations …%n", SEED, operations);
    List<String> pages = List.of(page(house.ports().claim()), page(secondPage));
    try (Door door = new Door(house, addresses, pages)) {
      Client.Purse purse = purse(house, door);
      long begun = System.nanoTime();
      int kills = kill(setting, replicas, operations, new Crowd(door, purse, told, operations));
      double seconds = (System.nanoTime() - begun) / 1e9;
      Reckoning.Found found = reckon(house, told, purse);
      report(setting, told, found, operations, kills, seconds);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String page(int port) {
    return "https://localhost:" + port;
  }

  /// In the order in which they are killed.
  private static List<Replica> replicas(BenchHouse house, int secondPage) {
    List<Integer> free = FreePorts.find(3);
    Replica second =
        house
            .stack()
            .addReplica(
                Service.GIFT,
                new Ports.Of(free.get(0), free.get(1), free.get(2)),
                Routes.straight(house.ports()),
                Map.of("GIFTWARDEN_CLAIM_PORT", Integer.toString(secondPage)));
    second.start();
    second.awaitReady();
    return List.of(
        house.stack().replica(Service.GIFT), second, house.stack().replica(Service.AUDIT));
  }

  private static Client.Purse purse(BenchHouse house, Door door) {
    String free = house.makeKey(key(""));
    String limited =
        house.makeKey(
            key(
                ",\"spendLimit\":{\"amount\":%d,\"currency\":\"EUR\",\"period\":\"once\"}"
                    .formatted(MOST)));
    List<String> budgets = new ArrayList<>();
    for (int i = 0; i < BUDGETS; i++) {
      // Of the first few there is soon nothing left.
      String budget =
          "{\"limit\":{\"amount\":%d,\"currency\":\"EUR\"}}".formatted(i < 5 ? 5_000 : 100_000_000);
      Answer opened = door.post(free, "/v2/budgets", budget, "soak-budget-" + i, 0);
      budgets.add(BenchHouse.expect(201, opened).text("/id"));
    }
    return new Client.Purse(List.of(free, free, limited), budgets);
  }

  private static String key(String more) {
    return """
    {"environment":"live","expiresAt":"%s","scopes":["gifts:read","gifts:send","gifts:cancel",
     "gifts:link","gifts:fulfil","budgets:read","budgets:write","recipients:write"]%s}
    """
        .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(2)), more);
  }

  /// All who take part.
  private static final class Crowd {
    private final List<Client> clients = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private final long operations;

    Crowd(Door door, Client.Purse purse, Acknowledged told, long operations) {
      this.operations = operations;
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Client(i, SEED, door, purse, told));
      }
    }

    List<Future<?>> start(ExecutorService threads) {
      List<Future<?>> running = new ArrayList<>();
      for (Client client : clients) {
        running.add(
            threads.submit(() -> {
              while (done.getAndIncrement() < operations) {
                client.act();
              }
            }));
      }
      return running;
    }
  }

  private static int kill(Setting setting, List<Replica> replicas, long operations, Crowd crowd) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = crowd.start(threads);
      Progress progress = new Progress(setting.out(), operations);
      int kills = 0;
      for (long at = operations / (KILLS + 1); kills < KILLS; at += operations / (KILLS + 1)) {
        await(crowd, running, at, progress);
        Replica victim = replicas.get(kills++ % replicas.size());
        victim.kill9();
        victim.start();
        setting.out().printf("%,d done, killed %s%n", crowd.done.get(), victim.https());
        if (kills == KILLS / 2) {
          setting.house().execute("gift", LET_SOME_EXPIRE);
        }
      }
      await(crowd, running, operations, progress);
      for (Future<?> one : running) {
        one.get();
      }
      replicas.forEach(Replica::awaitReady);
      return kills;
    } catch (ExecutionException e) {
      throw new Failure(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    }
  }

  /// Until so many are done, or somebody gave up.
  private static void await(Crowd crowd, List<Future<?>> running, long many, Progress progress) {
    while (crowd.done.get() < many && running.stream().noneMatch(Future::isDone)) {
      progress.look(crowd.done.get());
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static Reckoning.Found reckon(BenchHouse house, Acknowledged told, Client.Purse purse)
      throws SQLException {
    var reckoning = new Reckoning(house, told);
    long end = System.nanoTime() + AT_REST.toNanos();
    while (reckoning.waiting() > 0) {
      if (System.nanoTime() > end) {
        throw new Failure("records are still on their way after " + AT_REST);
      }
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    return reckoning.run(new HashSet<>(purse.budgets()), MOST);
  }

  private static void report(
      Setting setting,
      Acknowledged told,
      Reckoning.Found found,
      long operations,
      int kills,
      double seconds) {
    Table table = new Table("what was asked, and the answer", "how often");
    new TreeMap<>(told.outcomes())
        .forEach((outcome, count) -> table.row(outcome, "%,d".formatted(count.sum())));
    table.print(setting.out());
    setting.out().println(found.isGood() ? "all of it adds up" : "NOT as it has to be: " + found);
    var figures = setting.figures();
    figures.put("operations", operations);
    figures.put("kills", kills);
    figures.put("per_second", operations / seconds);
    figures.put("overspent", found.overspent());
    figures.put("lost_records", found.lostRecords());
    figures.put("doubled_records", found.doubledRecords());
    figures.put("lost_gifts", found.lostGifts());
    figures.put("doubled_gifts", found.doubledGifts());
    figures.put("ledger_sum", found.ledgerSum());
  }
}
