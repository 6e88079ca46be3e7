package dev.giftwarden.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "spiffe://services.giftwarden.example/auth",
        "spiffe://partners.giftwarden.example/account/acme/client/erp",
        "spiffe://partners.giftwarden.example/account/account/client/client",
        "spiffe://operators.giftwarden.example/alice-2",
      })
  @DisplayName("C1 the exact form is read and given back byte for byte")
  void givesBackWhatItReads(String uri) {
    assertThat(SpiffeId.parse(uri).uri()).isEqualTo(uri);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "spiffe://",
        "spiffe://services.giftwarden.example",
        "spiffe://services.giftwarden.example/",
        "spiffe://services.giftwarden.example//auth",
        "spiffe://services.giftwarden.example/auth/",
        "spiffe://services.giftwarden.example/auth/gift",
        "spiffe://services.giftwarden.example/auth?x=1",
        "spiffe://services.giftwarden.example/auth#x",
        "spiffe://services.giftwarden.example/auth\n",
        "spiffe://services.giftwarden.example/%61uth",
        "spiffe://services.giftwarden.example/AUTH",
        "spiffe://services.giftwarden.example/au",
        "spiffe://services.giftwarden.example/1auth",
        "spiffe://services.giftwarden.example/auth-",
        "spiffe://services.giftwarden.example/äuth",
        "spiffe://services.giftwarden.example/../auth",
        "spiffe://services.giftwarden.example/a2345678901234567890123456789012345678901",
        "spiffe://services.giftwarden.example./auth",
        "spiffe://services.giftwarden.example:443/auth",
        "spiffe://x@services.giftwarden.example/auth",
        "spiffe://Services.giftwarden.example/auth",
        "SPIFFE://services.giftwarden.example/auth",
        "https://services.giftwarden.example/auth",
        "spiffe://giftwarden.example/auth",
        "spiffe://partners.giftwarden.example/acme",
        "spiffe://partners.giftwarden.example/account/acme",
        "spiffe://partners.giftwarden.example/account/acme/client/",
        "spiffe://partners.giftwarden.example/account/acme/client/erp/",
        "spiffe://partners.giftwarden.example/account/acme/key/erp",
        "spiffe://partners.giftwarden.example/account//client/erp",
        "spiffe://partners.giftwarden.example/account/acme/account/acme/client/erp",
        "spiffe://operators.giftwarden.example/account/acme/client/erp",
      })
  @DisplayName("C1 every other spelling is refused")
  void refuses(String uri) {
    assertThatThrownBy(() -> SpiffeId.parse(uri)).isInstanceOf(IllegalArgumentException.class);
  }
}
