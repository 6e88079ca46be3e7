package dev.giftwarden.auth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.KeyId;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @ParameterizedTest
  @EnumSource(Scope.class)
  @DisplayName("K1 every scope is found by its text, and only by it")
  void scopes(Scope scope) {
    assertThat(Scope.of(scope.text())).isEqualTo(scope);
    assertThat(Scope.find(scope.text().toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(Scope.find(scope.text() + " ")).isEmpty();
    assertThat(scope.changes())
        .as("K22 what an exposed key loses")
        .isNotEqualTo(scope.text().endsWith(":read"));
  }

  @Test
  @DisplayName("K1 joined scopes come back; unknown words give nothing")
  void joined() {
    var some = EnumSet.of(Scope.KEYS_READ, Scope.GIFTS_READ);
    assertThat(Scope.join(some)).isEqualTo("gifts:read keys:read");
    assertThat(Scope.known("gifts:read keys:read")).isEqualTo(some);
    assertThat(Scope.known("gifts:everything  gifts:read")).isEqualTo(Set.of(Scope.GIFTS_READ));
    assertThat(Scope.known("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "Acme", "1acme", "acme-", "a/b", "acme erp", "añb", "acme\n"})
  @DisplayName("An id is a slug or nothing, and the refusal does not repeat it")
  void slugs(String text) {
    assertThatThrownBy(() -> new AccountId(text))
        .isInstanceOf(InvalidValue.class)
        .hasMessageStartingWith("3 to 40");
    assertThatThrownBy(() -> new AccountId("a".repeat(41))).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "4fKq81ZpWc0x1", "4fKq81ZpWc0-"})
  @DisplayName("A key's id is twelve characters of base62")
  void keyIds(String text) {
    assertThatThrownBy(() -> new KeyId(text)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key:4fKq81ZpWc0x",
        "client:acme/erp",
        "spiffe://services.giftwarden.example/gift"
      })
  @DisplayName("A subject's text comes back as it was")
  void subjects(String text) {
    assertThat(Subject.of(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key:",
        "client:acme",
        "client:acme/erp/x",
        "acme",
        "spiffe://operators.giftwarden.example/olga",
        "spiffe://partners.giftwarden.example/account/acme/client/erp"
      })
  @DisplayName("No other text is a subject, an operator's or a partner's certificate least of all")
  void notSubjects(String text) {
    assertThatThrownBy(() -> Subject.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.0/25, 192.0.2.128, false",
    "192.0.2.7/32, 192.0.2.7, true",
    "192.0.2.7/32, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 203.0.113.1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "192.0.2.0/24, ::ffff:192.0.2.9, true"
  })
  @DisplayName("K5 a network contains its addresses and no others")
  void networks(String cidr, String address, boolean contains) {
    assertThat(Network.of(cidr).contains(InetAddress.ofLiteral(address))).isEqualTo(contains);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1/24",
        "192.0.2.0/33",
        "192.0.2.0",
        "192.0.2.0/",
        "192.0.2.0/-1",
        "192.0.2.0/024",
        "192.0.2/24",
        "10.1/32",
        "127.1/32",
        "3405803776/24",
        "0xc0000200/24",
        "0xc0.0.2.0/24",
        "010.0.0.0/8",
        "10.0.0.00/8",
        "192.0.2.256/32",
        "192.0.2.0.0/24",
        "192.0.2.0./24",
        ".192.0.2.0/24",
        "192.0.2.0/24 ",
        " 192.0.2.0/24",
        "192.0.2.0/24/24",
        "192.0.2.0/255.255.255.0",
        "192.0.2.0/+24",
        "\u0661\u0660.0.0.0/8",
        "localhost/8",
        "/0",
        ":/0",
        ":::/0",
        "::ffff:203.0.113.0/24",
        "::ffff:203.0.113.0/120",
        "::FFFF:cb00:7100/120",
        "0:0:0:0:0:ffff:203.0.113.0/120",
        "::203.0.113/120",
        "::010.0.113.0/120",
        "[2001:db8::]/32",
        "2001:db8::/32%eth0",
        "fe80::%eth0/64",
        "fe80::1%1/128",
        "2001:0db80::/32",
        "2001:db8:0:0:0:0:0:0:0/32",
        "2001:db8:0:0:0:0:0/32",
        "2001::db8::/32",
        "2001:db8::g/128",
        "2001:db8::1/64",
        "2001:db8::/129",
        "2001:db8::/032"
      })
  @DisplayName("K13 what is not exactly a block is refused, without repeating it or looking it up")
  void notNetworks(String cidr) {
    assertThatThrownBy(() -> Network.of(cidr))
        .isInstanceOf(InvalidValue.class); // whose message never repeats it
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0/24",
    "0.0.0.0/0, 0.0.0.0/0",
    "255.255.255.255/32, 255.255.255.255/32",
    "10.0.0.0/8, 10.0.0.0/8",
    "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
    "2001:0DB8::/32, 2001:db8:0:0:0:0:0:0/32",
    "::/0, 0:0:0:0:0:0:0:0/0",
    "::1/128, 0:0:0:0:0:0:0:1/128",
    "1:2:3:4:5:6:7:8/128, 1:2:3:4:5:6:7:8/128",
    "1:2:3:4:5:6:7::/112, 1:2:3:4:5:6:7:0/112",
    "64:ff9b::192.0.2.0/120, 64:ff9b:0:0:0:0:c000:200/120"
  })
  @DisplayName("K13 a block comes back as it is kept, and is read again from that")
  void keptNetworks(String cidr, String kept) {
    assertThat(Network.of(cidr).text()).isEqualTo(kept);
    assertThat(Network.of(kept)).isEqualTo(Network.of(cidr));
  }

  @Test
  @DisplayName("K7 a network contains narrower ones only")
  void nested() {
    var wide = Network.of("192.0.2.0/24");
    assertThat(wide.contains(Network.of("192.0.2.128/25"))).isTrue();
    assertThat(wide.contains(wide)).isTrue();
    assertThat(Network.of("192.0.2.128/25").contains(wide)).isFalse();
    assertThat(wide.contains(Network.of("2001:db8::/32"))).isFalse();
  }
}
