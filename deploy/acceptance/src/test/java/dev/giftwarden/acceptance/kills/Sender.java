package dev.giftwarden.acceptance.kills;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A partner's program as it should be written: keeps its connections, renews its token in time,
/// and repeats what was not answered under the same `Idempotency-Key`.
final class Sender implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// A token lives five minutes.
  private static final Duration RENEWED_AFTER = Duration.ofMinutes(2);

  private final Partner.Key key;
  private final List<String> auth;
  private final Caller toAuth;
  private final Caller toGift;
  private String token = "";
  private long tokenAt;

  /// @param auth the public addresses of auth's replicas
  Sender(Identity certificate, Partner.Key key, String... auth) {
    this.key = key;
    this.auth = List.of(auth);
    Path folder = Objects.requireNonNull(certificate.folder());
    this.toAuth = Caller.with(folder, "auth");
    this.toGift = Caller.with(folder, "gift");
  }

  static Sender of(House house, Partner partner, Partner.Key key) {
    return new Sender(partner.certificate, key, house.auth);
  }

  /// Sends until there is an answer that is one.
  ///
  /// @param replicas public addresses of gift, tried in turn
  Answer send(List<String> replicas, String budget, String idempotencyKey) {
    String body =
        """
        {"budgetId":"%s","amount":1,"currency":"EUR",
         "recipient":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}\
        """
            .formatted(budget);
    long end = System.nanoTime() + PATIENCE.toNanos();
    String last = "nothing";
    for (int attempt = 0; System.nanoTime() < end; attempt++) {
      try {
        Map<String, String> headers =
            Map.of("Authorization", "Bearer " + token(), "Idempotency-Key", idempotencyKey);
        String url = replicas.get(attempt % replicas.size()) + "/v1/gifts";
        Answer answer = toGift.post(url, headers, "application/json", body);
        if (answer.status() < 500) {
          return answer;
        }
        last = answer.status() + " " + answer.body();
      } catch (IOException away) {
        last = String.valueOf(away);
      }
      pause(PAUSE);
    }
    throw new AssertionError("no answer within " + PATIENCE + ", at last: " + last);
  }

  /// A token that lives for two minutes more at least.
  synchronized String token() {
    if (token.isEmpty() || System.nanoTime() - tokenAt > RENEWED_AFTER.toNanos()) {
      token = freshToken("gift");
      tokenAt = System.nanoTime();
    }
    return token;
  }

  /// Asks every replica in turn until one gives a token.
  String freshToken(String audience) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int attempt = 0; System.nanoTime() < end; attempt++) {
      Optional<String> issued = tokenFrom(auth.get(attempt % auth.size()), audience);
      if (issued.isPresent()) {
        return issued.get();
      }
      pause(PAUSE);
    }
    throw new AssertionError("no token within " + PATIENCE);
  }

  /// Empty while it is away or not ready; a refusal is a failure of the test.
  Optional<String> tokenFrom(String address, String audience) {
    String credentials = key.id() + ":" + key.secret();
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    try {
      Answer answer =
          toAuth.post(
              address + "/oauth2/token",
              Map.of("Authorization", "Basic " + basic),
              "application/x-www-form-urlencoded",
              "grant_type=client_credentials&audience=" + audience);
      if (answer.status() == 200) {
        return Optional.of(answer.text("/access_token"));
      }
      if (answer.status() < 500) {
        throw new AssertionError("a good key was refused: " + answer);
      }
    } catch (IOException away) {
      // Killed or starting: the next attempt may find it back.
    }
    return Optional.empty();
  }

  /// As a program waits that knows that its server needs a moment.
  static void pause(Duration length) {
    try {
      boolean _ = new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    toAuth.close();
    toGift.close();
  }
}
