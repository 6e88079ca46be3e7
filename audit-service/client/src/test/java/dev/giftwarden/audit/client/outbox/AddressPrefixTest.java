package dev.giftwarden.audit.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPrefixTest {
  @ParameterizedTest(name = "{0} is of {1}")
  @CsvSource({
    "192.0.2.255, 192.0.2.0/24",
    "203.0.113.9, 203.0.113.0/24",
    "::ffff:192.0.2.7, 192.0.2.0/24",
    "2001:db8:a:b:c:d:e:f, 2001:db8:a:b::/64",
    "2001:db8:0:b::1, 2001:db8:0:b::/64",
    "2001:db8::1, 2001:db8::/64",
    "2001:DB8:00AB::1, 2001:db8:ab::/64",
    "::1, ::/64",
    "'', ::/0",
    "example.org, ::/0",
    "256.1.1.1, ::/0",
  })
  void hasOneText(String address, String prefix) {
    assertThat(AddressPrefix.of(address)).isEqualTo(prefix);
  }
}
