package dev.giftwarden.edge.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HandshakesTest {
  private static final int LIMIT = 500;
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final Handshakes handshakes = new Handshakes(() -> now, LIMIT);

  @Test
  @DisplayName("Z12 of one address 500 begin in a second, of others too, and again in the next")
  void begin() {
    assertThat(begun("192.0.2.1", LIMIT)).isEqualTo(LIMIT);
    assertThat(begun("192.0.2.1", 1)).isZero();
    assertThat(begun("192.0.2.2", 1)).isEqualTo(1);
    now = now.plusSeconds(1);
    assertThat(begun("192.0.2.1", 1)).isEqualTo(1);
  }

  @Test
  @DisplayName("Z12 the addresses of one IPv6 network of 64 bits are one caller's")
  void ipv6() {
    assertThat(begun("2001:db8::1", LIMIT)).isEqualTo(LIMIT);
    assertThat(begun("2001:db8::2:1", 1)).isZero();
    assertThat(begun("2001:db8:0:1::1", 1)).isEqualTo(1);
  }

  private long begun(String address, int tries) {
    Channel channel = from(address);
    return IntStream.range(0, tries).filter(_ -> handshakes.mayBegin(channel)).count();
  }

  private static Channel from(String address) {
    return new EmbeddedChannel() {
      @Override
      protected SocketAddress remoteAddress0() {
        return new InetSocketAddress(address, 50_000);
      }
    };
  }
}
