package dev.giftwarden.edge.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.body.BrokenBodyException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArrivingBodyTest {
  private static final int PIECE = 1000;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Tap tap = new Tap();
  private final ArrivingBody body = new ArrivingBody(tap, LONG, LONG);

  /// Gives out numbers from 0 on as long as it is open.
  private static final class Tap implements ArrivingBody.Source {
    private boolean open = true;
    private int given;

    @Override
    public void pause() {
      open = false;
    }

    @Override
    public void resume() {
      open = true;
    }

    void run(ArrivingBody into) {
      while (open && given < 5_000_000) {
        byte[] piece = new byte[PIECE];
        for (int i = 0; i < PIECE; i++) {
          piece[i] = (byte) given++;
        }
        into.add(piece);
      }
    }
  }

  @Test
  @DisplayName("E7 of a body of any size what is held is a bound and a piece, and it comes whole")
  void holdsLittle() throws IOException {
    int read = 0;
    byte[] some = new byte[777];
    while (read < 5_000_000) {
      tap.run(body);
      assertThat(body.held()).isLessThan(ArrivingBody.ENOUGH_BYTES + PIECE);
      int length = body.read(some, 0, some.length);
      for (int i = 0; i < length; i++) {
        assertThat(some[i] == (byte) read++).as("octet %d", read).isTrue();
      }
    }
    body.end();
    assertThat(body.read()).isEqualTo(-1);
    assertThat(body.read(some, 0, 1)).isEqualTo(-1);
  }

  @Test
  @DisplayName("E7 a body that breaks off is none, and what waits is let go of")
  void breaksOff() {
    tap.run(body);
    body.breakOff(ProblemType.PAYLOAD_TOO_LARGE);
    body.breakOff(ProblemType.BUSY);
    body.end();

    assertThatExceptionOfType(BrokenBodyException.class)
        .isThrownBy(body::read)
        .matches(broken -> broken.type() == ProblemType.PAYLOAD_TOO_LARGE);
  }

  @Test
  @DisplayName("E7 whoever lets a body wait for too long, at once or in all, is given up")
  void givesUp() throws IOException {
    var slow = new ArrivingBody(tap, Duration.ofMillis(1), LONG);
    assertThatExceptionOfType(BrokenBodyException.class)
        .isThrownBy(slow::read)
        .matches(broken -> broken.type() == ProblemType.REQUEST_TIMEOUT);

    var trickling = new ArrivingBody(tap, LONG, Duration.ofMillis(1));
    trickling.add(new byte[1]);
    assertThat(trickling.read()).isZero();
    assertThatExceptionOfType(BrokenBodyException.class).isThrownBy(trickling::read);
    trickling.add(new byte[1]);
    assertThat(trickling.read()).as("what is here costs no patience").isZero();
    assertThatExceptionOfType(BrokenBodyException.class).isThrownBy(trickling::read);
  }

  @Test
  @DisplayName("E7 who waits for a body is told when it comes, ends or breaks")
  void wakes() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var came = CompletableFuture.supplyAsync(() -> read(body), threads);
      body.add(new byte[] {7});
      assertThat(came.join()).isEqualTo(7);
      var ended = CompletableFuture.supplyAsync(() -> read(body), threads);
      body.end();
      assertThat(ended.join()).isEqualTo(-1);
    }
  }

  private static int read(ArrivingBody from) {
    try {
      return from.read();
    } catch (BrokenBodyException e) {
      return -2;
    }
  }
}
