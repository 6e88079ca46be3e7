package dev.giftwarden.bench.soak;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The services as a program meets them that was written well: it asks another replica where one is
/// gone, and again until there is an answer that is one.
final class Door implements AutoCloseable {
  private static final String JSON = "application/json";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// A token lives five minutes.
  private static final Duration RENEWED_AFTER = Duration.ofMinutes(2);

  private final BenchHouse house;
  private final List<String> gift;
  private final Caller partner;
  private final Caller recipient;
  private final Caller auth;
  private final Map<String, Token> tokens = new HashMap<>();
  private final ReentrantLock renewing = new ReentrantLock();

  private record Token(String text, long at) {}

  /// @param gift the public addresses of gift's replicas
  Door(BenchHouse house, List<String> gift) {
    this.house = house;
    this.gift = List.copyOf(gift);
    this.partner = house.partner(Service.GIFT);
    this.recipient = house.stranger(Service.GIFT);
    this.auth = house.partner(Service.AUTH);
  }

  /// @param key with which it is asked
  /// @param idempotencyKey empty: none
  Answer post(String key, String path, String body, String idempotencyKey, int turn) {
    return insist(
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
        turn,
        address -> partner.get(address + path, Map.of("Authorization", "Bearer " + token(key))));
  }

  /// What a recipient does with a link.
  ///
  /// @param form empty: it is only opened
  Answer visit(String url, String form) {
    return insist(
        0,
        _ ->
            form.isEmpty()
                ? recipient.get(url, Map.of())
                : recipient.post(url, Map.of(), BenchHouse.FORM, form));
  }

  private interface Asking {
    Answer at(String address) throws IOException;
  }

  private Answer insist(int turn, Asking asking) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String last = "nothing";
    for (int i = turn; System.nanoTime() < end; i++) {
      try {
        Answer answer = asking.at(gift.get(Math.floorMod(i, gift.size())));
        if (answer.status() < 500 && answer.status() != 429 && answer.status() != 401) {
          return answer;
        }
        last = answer.status() + " " + answer.body();
      } catch (IOException gone) {
        last = String.valueOf(gone);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
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
