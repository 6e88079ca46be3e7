package dev.giftwarden.gift.webhook.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Network;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where nothing is sent to, whoever asks.
class ReachTest {
  private static final Reach USUAL = new Reach(List.of(), List.of());

  @ParameterizedTest(name = "G8 nothing is sent to {0}")
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.0.1",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2002:c0a8:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "4000::1"
      })
  void refuses(String address) {
    assertThat(USUAL.includes(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest(name = "G8 what is public is sent to: {0}")
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.1",
        "223.255.255.254",
        "2606:4700:4700::1111",
        "2a00:1450:4001::200e",
        "2001:4860:4860::8888"
      })
  void takes(String address) {
    assertThat(USUAL.includes(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  @DisplayName("G8 what is opened is sent to and nothing beside it; what is closed never")
  void named() {
    var reach =
        new Reach(
            List.of(Network.of("127.0.0.1/32")),
            List.of(Network.of("8.8.8.0/24"), Network.of("127.0.0.3/32")));

    assertThat(reach.includes(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
    assertThat(reach.includes(InetAddress.ofLiteral("127.0.0.2"))).isFalse();
    assertThat(reach.includes(InetAddress.ofLiteral("8.8.8.8"))).isFalse();
    assertThat(reach.includes(InetAddress.ofLiteral("8.8.4.4"))).isTrue();
  }
}
