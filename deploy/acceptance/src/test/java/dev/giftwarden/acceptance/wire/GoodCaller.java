package dev.giftwarden.acceptance.wire;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A partner who does nothing wrong, and wants it answered, soon: reads gifts and asks for tokens,
/// in turn, on connections that stay open.
public final class GoodCaller implements AutoCloseable {
  private final Partner partner;
  private final Partner.Key key;
  private final Wire gift;
  private final Wire auth;

  public GoodCaller(House house) {
    this.partner = Partner.enterprise(house, "good");
    this.key = partner.sender();
    this.gift = Wire.Dialer.of(house, partner.certificate, "gift").dial(house.gift);
    this.auth = Wire.Dialer.of(house, partner.certificate, "auth").dial(house.auth);
  }

  /// Until one of the conditions ends it.
  ///
  /// @return how long each pair of calls took
  public List<Duration> call(java.util.function.IntPredicate on) {
    List<Duration> times = new ArrayList<>();
    while (on.test(times.size())) {
      long start = System.nanoTime();
      String token = token();
      Wire.Answer list =
          ask(
              gift,
              "GET /v1/gifts?limit=5 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                  + token
                  + "\r\n\r\n");
      times.add(Duration.ofNanos(System.nanoTime() - start));
      if (list.status() != 200) {
        throw new AssertionError("a good caller got " + list.status() + " " + list.text());
      }
    }
    return times;
  }

  private String token() {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(key.id(), key.secret());
    Wire.Answer answer =
        ask(
            auth,
            "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                + " application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(form.length(), form));
    if (answer.status() != 200) {
      throw new AssertionError("a good caller got " + answer.status() + " " + answer.text());
    }
    return answer.text().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
  }

  private static Wire.Answer ask(Wire wire, String request) {
    try {
      wire.send(request.getBytes(StandardCharsets.ISO_8859_1));
      Optional<Wire.Answer> answer = wire.answer(false);
      return answer.orElseThrow(() -> new AssertionError("a good caller was cut off"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Duration p99(List<Duration> times) {
    return times.stream().sorted().skip(times.size() * 99L / 100).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    gift.close();
    auth.close();
  }
}
