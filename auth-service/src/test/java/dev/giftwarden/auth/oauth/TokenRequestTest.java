package dev.giftwarden.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("T1 what a token request says")
class TokenRequestTest {
  private static final String GIFT = "https://gift.giftwarden.example";
  private static final String AUDIT = "https://audit.giftwarden.example";

  private static final Map<String, List<String>> CERTIFICATE =
      form("grant_type", "client_credentials", "client_id", "erp");
  private static final Map<String, List<String>> SECRET =
      form("grant_type", "client_credentials", "client_id", "abc", "client_secret", "gwk_x");

  @Test
  @DisplayName("T1 client_secret_post, client_secret_basic and tls_client_auth are told apart")
  void tellsMethodsApart() {
    assertThat(good(SECRET, List.of()).credential())
        .isInstanceOfSatisfying(ClientCredential.Secret.class, this::isTheSecret);
    assertThat(
            good(form("grant_type", "client_credentials"), List.of(basic("abc:gwk_x")))
                .credential())
        .isInstanceOfSatisfying(ClientCredential.Secret.class, this::isTheSecret);
    assertThat(good(CERTIFICATE, List.of()).credential())
        .isInstanceOf(ClientCredential.Certificate.class);
  }

  private void isTheSecret(ClientCredential.Secret secret) {
    assertThat(secret.clientId()).isEqualTo("abc");
    assertThat(secret.key().reveal()).isEqualTo("gwk_x");
  }

  @Test
  @DisplayName("RFC 6749, 2.3.1: both parts of Basic are form-encoded")
  void decodesBasic() {
    var request = good(form("grant_type", "client_credentials"), List.of(basic("a%62c:gwk%5Fx")));
    assertThat(request.credential())
        .isInstanceOfSatisfying(ClientCredential.Secret.class, this::isTheSecret);
  }

  @Test
  @DisplayName(
      "T3 the audience is gift unless another is named; scopes are all unless some are named")
  void hasDefaults() {
    var plain = good(SECRET, List.of());
    assertThat(plain.audience()).isEqualTo(Audience.GIFT);
    assertThat(plain.scopes()).isEmpty();
    var named = good(with(SECRET, "audience", "audit", "scope", "audit:read"), List.of());
    assertThat(named.audience()).isEqualTo(Audience.AUDIT);
    assertThat(named.scopes()).hasValue(Set.of(Scope.AUDIT_READ));
  }

  @Test
  @DisplayName("T4 RFC 8707: a resource is an audience by another name, and may be said twice")
  void takesResources() {
    for (Audience audience : Audience.values()) {
      String name = "https://" + audience.text() + ".giftwarden.example";
      assertThat(good(resources(name), List.of()).audience()).isEqualTo(audience);
      assertThat(good(resources(name + "/"), List.of()).audience()).isEqualTo(audience);
      assertThat(good(resources(name, name + "/", ""), List.of()).audience()).isEqualTo(audience);
      var both = resources(name);
      both.put("audience", List.of(audience.text()));
      assertThat(good(both, List.of()).audience()).isEqualTo(audience);
    }
    assertThat(good(resources(""), List.of()).audience()).isEqualTo(Audience.GIFT);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void refuses(
      String what, String error, Map<String, List<String>> form, List<String> authorization) {
    assertThat(TokenRequest.parse(form, authorization))
        .isInstanceOfSatisfying(
            TokenRequest.Parsed.Bad.class,
            bad -> {
              assertThat(bad.error().code()).isEqualTo(error);
              assertThat(bad.error().status()).isEqualTo(400);
              assertThat(bad.error().description()).doesNotContain("gwk_");
            });
  }

  static Stream<Arguments> refuses() {
    var duplicate = with(SECRET);
    duplicate.put("scope", List.of("gifts:read", "gifts:send"));
    return Stream.of(
        row("no grant type", "invalid_request", form("client_id", "abc")),
        row("another grant type", "unsupported_grant_type", with(SECRET, "grant_type", "password")),
        row("no client", "invalid_request", form("grant_type", "client_credentials")),
        row("a parameter twice", "invalid_request", duplicate),
        row("an unknown audience", "invalid_target", with(SECRET, "audience", "bank")),
        row("an unknown resource", "invalid_target", resources("https://bank.example")),
        row("a resource elsewhere", "invalid_target", resources(GIFT + "/v1/gifts")),
        row("another scheme", "invalid_target", resources("http://gift.giftwarden.example")),
        row("a port", "invalid_target", resources(GIFT + ":8442")),
        row("a relative resource", "invalid_target", resources("gift")),
        row("a path", "invalid_target", resources("/gift")),
        row("a fragment", "invalid_target", resources(GIFT + "#v1")),
        row("an empty fragment", "invalid_target", resources(GIFT + "#")),
        row("a query", "invalid_target", resources(GIFT + "?v=1")),
        row("no URI", "invalid_target", resources("https://gift giftwarden")),
        row("two resources", "invalid_target", resources(GIFT, AUDIT)),
        row("one known, one not", "invalid_target", resources(GIFT, "https://bank.example")),
        row("two that differ", "invalid_target", with(resources(AUDIT), "audience", "gift")),
        row("an unknown scope", "invalid_scope", with(SECRET, "scope", "gifts:read gifts:eat")),
        row("two spaces", "invalid_scope", with(SECRET, "scope", "gifts:read  gifts:send")),
        row("a service's scope", "invalid_scope", with(SECRET, "scope", "audit:append")),
        row("not a client's name", "invalid_request", with(CERTIFICATE, "client_id", "A/B")),
        row("header and body", "invalid_request", SECRET, basic("abc:gwk_x")),
        row("two headers", "invalid_request", CERTIFICATE, basic("a:b"), basic("c:d")),
        row("two clients", "invalid_request", CERTIFICATE, basic("abc:gwk_x")),
        row("not Basic", "invalid_request", CERTIFICATE, "Bearer gwk_x"),
        row("broken Basic", "invalid_request", CERTIFICATE, "Basic ***"),
        row("Basic without a colon", "invalid_request", CERTIFICATE, basic("abc")),
        row("an overlong slash in Basic", "invalid_request", CERTIFICATE, "Basic wK86YQ=="),
        row("one that is escaped", "invalid_request", CERTIFICATE, basic("a%c0%af:gwk_x")),
        row("half an escape", "invalid_request", CERTIFICATE, basic("abc:gwk_x%2")));
  }

  private static HashMap<String, List<String>> resources(String... resources) {
    var form = with(SECRET);
    form.put("resource", List.of(resources));
    return form;
  }

  private static Arguments row(
      String what, String error, Map<String, List<String>> form, String... authorization) {
    return Arguments.of(what, error, form, List.of(authorization));
  }

  private static TokenRequest good(Map<String, List<String>> form, List<String> authorization) {
    var parsed = TokenRequest.parse(form, authorization);
    assertThat(parsed).isInstanceOf(TokenRequest.Parsed.Good.class);
    return ((TokenRequest.Parsed.Good) parsed).request();
  }

  private static String basic(String userAndPassword) {
    return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
  }

  private static Map<String, List<String>> form(String... pairs) {
    return with(Map.of(), pairs);
  }

  private static HashMap<String, List<String>> with(
      Map<String, List<String>> form, String... pairs) {
    var more = new HashMap<>(form);
    for (int i = 0; i < pairs.length; i += 2) {
      more.put(pairs[i], List.of(pairs[i + 1]));
    }
    return more;
  }
}
