package dev.giftwarden.gift.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.id.InvalidValue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

  @ParameterizedTest(name = "G8 no webhook is {0}")
  @ValueSource(
      strings = {
        "http://hooks.acme.example/",
        "HTTPS://hooks.acme.example/",
        "ftp://hooks.acme.example/",
        "https:hooks.acme.example",
        "https://",
        "https:///path",
        "https://user@hooks.acme.example/",
        "https://user:word@hooks.acme.example/",
        "https://hooks.acme.example/#part",
        "https://hooks.acme.example:65536/",
        "https://hooks.acme.example:x/",
        "https://hooks acme.example/",
        "https://hooks.acme.example/a b",
        "https://hööks.example/",
        "https://hooks.acme.example/\r\nx: y",
        "https://-hooks.acme.example/",
        "https://hooks_acme.example/",
        "https://Hooks.acme.example/",
        "https://hooks.acme.example./",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://127.0.1/",
        "https://0177.0.0.1/",
        "https://0x7f.0.0.1/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://010.0.0.1/",
        "https://8.8.8.010/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://192.168.1.1:8443/",
        "https://256.1.1.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fd00:ec2::254]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[2002:7f00:1::]/",
        "https://hooks.acme.example\\@10.0.0.1/",
        "https://%31%30.0.0.1/"
      })
  void refuses(String url) {
    assertThatThrownBy(() -> new WebhookUrl(url)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest(name = "G8 {0} is {1}, {2}, {3}, {4}")
  @CsvSource({
    "https://hooks.acme.example, hooks.acme.example, 443, hooks.acme.example, /",
    "https://hooks.acme.example:8443/a/b?c=d, hooks.acme.example, 8443, hooks.acme.example:8443, /a/b?c=d",
    "https://localhost:9999/, localhost, 9999, localhost:9999, /",
    "https://xn--hks-sna.example/%20, xn--hks-sna.example, 443, xn--hks-sna.example, /%20",
    "https://8.8.8.8/x, 8.8.8.8, 443, 8.8.8.8, /x",
    "https://[2606:4700::1]:444/, 2606:4700::1, 444, [2606:4700::1]:444, /",
  })
  void takes(String url, String host, int port, String authority, String target) {
    var taken = new WebhookUrl(url);
    assertThat(taken.host()).isEqualTo(host);
    assertThat(taken.port()).isEqualTo(port);
    assertThat(taken.authority()).isEqualTo(authority);
    assertThat(taken.target()).isEqualTo(target);
  }

  @Test
  @DisplayName("G8 a URL has 1000 characters at most")
  void long1000() {
    String url = "https://hooks.acme.example/";
    assertThat(new WebhookUrl(url + "a".repeat(1000 - url.length())).value()).hasSize(1000);
    assertThatThrownBy(() -> new WebhookUrl(url + "a".repeat(1001 - url.length())))
        .isInstanceOf(InvalidValue.class);
  }
}
