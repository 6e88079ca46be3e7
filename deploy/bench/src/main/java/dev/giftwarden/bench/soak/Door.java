package dev.giftwarden.bench.soak;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The services as a program meets them that was written well: it asks another replica where one is
/// gone, and again, more and more rarely, until there is an answer that is one.
final class Door implements AutoCloseable {
  private static final String JSON = "application/json";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /// A token lives five minutes.
  private static final Duration RENEWED_AFTER = Duration.ofMinutes(2);

  private final BenchHouse house;
  private final Replicas gift;
  private final Replicas pages;
  private final Caller partner;
  private final Caller recipient;
  private final Caller auth;
  private final Map<String, Token> tokens = new HashMap<>();
  private final ReentrantLock renewing = new ReentrantLock();

  private record Token(String text, long at) {}

  /// @param gift the public addresses of gift's replicas
  /// @param pages and where each of them has its page of recipients
  Door(BenchHouse house, List<String> gift, List<String> pages) {
    this.house = house;
    this.gift = new Replicas(gift);
    this.pages = new Replicas(pages);
    this.partner = house.partner(Service.GIFT);
    this.recipient = house.stranger(Service.GIFT);
    this.auth = house.partner(Service.AUTH);
  }

  /// @param key with which it is asked
  /// @param idempotencyKey empty: none
  Answer post(String key, String path, String body, String idempotencyKey, int turn) {
    return insist(
        gift,
        turn,
        address -> {
          Map<String, String> headers = new HashMap<>();
          headers.put("Authorization", "Bearer " + token(key));
          if (!idempotencyKey.isEmpty()) {
            headers.put("Idempotency-Key", idempotencyKey);
          }
          return partner.post(address + path, headers, JSON, body);
        });
  }

  Answer get(String key, String path, int turn) {
    return insist(
        gift,
        turn,
        address -> partner.get(address + path, Map.of("Authorization", "Bearer " + token(key))));
  }

  /// What a recipient does with a link.
  ///
  /// @param form empty: it is only opened
  Answer visit(String url, String form, int turn) {
    String path = URI.create(url).getPath();
    return insist(
        pages,
        turn,
        address ->
            form.isEmpty()
                ? recipient.get(address + path, Map.of())
                : recipient.post(address + path, Map.of(), BenchHouse.FORM, form));
  }

  private interface Asking {
    Answer at(String address) throws IOException;
  }

  /// Who stands behind one name. Of one that did not answer at all the others are asked for a
  /// while, as whatever spreads calls over replicas would.
  private static final class Replicas {
    private static final long SHUNNED_NANOS = Duration.ofMillis(500).toNanos();

    private final List<String> addresses;
    private final AtomicLongArray gone;

    Replicas(List<String> addresses) {
      this.addresses = List.copyOf(addresses);
      this.gone = new AtomicLongArray(addresses.size());
      for (int i = 0; i < addresses.size(); i++) {
        gone.set(i, System.nanoTime() - SHUNNED_NANOS);
      }
    }

    int next(int turn) {
      long now = System.nanoTime();
      for (int i = turn; i < turn + addresses.size(); i++) {
        int one = Math.floorMod(i, addresses.size());
        if (now - gone.get(one) >= SHUNNED_NANOS) {
          return one;
        }
      }
      return Math.floorMod(turn, addresses.size());
    }
  }

  private Answer insist(Replicas replicas, int turn, Asking asking) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = PAUSE;
    String last = "nothing";
    for (int i = turn; System.nanoTime() < end; i++) {
      int one = replicas.next(i);
      try {
        Answer answer = asking.at(replicas.addresses.get(one));
        if (answer.status() < 500 && answer.status() != 429 && answer.status() != 401) {
          return answer;
        }
        last = answer.status() + " " + answer.body();
      } catch (IOException gone) {
        replicas.gone.set(one, System.nanoTime());
        last = String.valueOf(gone);
      }
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
    throw new Failure("no answer within " + PATIENCE + ", at last: " + last);
  }

  private String token(String key) {
    renewing.lock();
    try {
      Token now = tokens.get(key);
      if (now == null || System.nanoTime() - now.at() > RENEWED_AFTER.toNanos()) {
        now = new Token(house.token(auth, key, Service.GIFT), System.nanoTime());
        tokens.put(key, now);
      }
      return now.text();
    } finally {
      renewing.unlock();
    }
  }

  @Override
  public void close() {
    partner.close();
    recipient.close();
    auth.close();
  }
}
