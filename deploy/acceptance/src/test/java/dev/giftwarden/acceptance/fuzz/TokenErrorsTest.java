package dev.giftwarden.acceptance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests for a token that are none, and the errors of RFC 6749, section 5.2, that they get.
class TokenErrorsTest {
  private static final House HOUSE = House.started();
  private static final String GRANT = "grant_type=client_credentials";
  private static final String GOOD = GRANT + "&client_id=ID&client_secret=SECRET";

  private static Partner partner;
  private static Partner.Key key;

  @BeforeAll
  static void aKey() {
    partner = Partner.enterprise(HOUSE, "oauth");
    key = partner.key(List.of("gifts:read", "gifts:send"));
  }

  @BeforeEach
  void theGoodRequestIsAnswered() {
    assertThat(ask("--data", GOOD).status()).isEqualTo(200);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        row("nothing", "400 invalid_request", "--data", ""),
        row("no grant type", "400 invalid_request", "--data", "client_id=ID&client_secret=SECRET"),
        row("an empty grant type", "400 invalid_request", "--data", GOOD.replace("client_c", "&c")),
        row(
            "another grant type",
            "400 unsupported_grant_type",
            "--data",
            GOOD.replace("client_c", "c")),
        row(
            "a password",
            "400 unsupported_grant_type",
            "--data",
            "grant_type=password&username=a&password=b"),
        row(
            "a code",
            "400 unsupported_grant_type",
            "--data",
            "grant_type=authorization_code&code=a"),
        row("a grant type twice", "400 invalid_request", "--data", GOOD + "&" + GRANT),
        row("a client id twice", "400 invalid_request", "--data", GOOD + "&client_id=ID"),
        row("a secret twice", "400 invalid_request", "--data", GOOD + "&client_secret=SECRET"),
        row(
            "a scope twice",
            "400 invalid_request",
            "--data",
            GOOD + "&scope=gifts:read&scope=gifts:read"),
        row(
            "an audience twice",
            "400 invalid_request",
            "--data",
            GOOD + "&audience=gift&audience=audit"),
        row("an unknown parameter twice", "400 invalid_request", "--data", GOOD + "&a=1&a=2"),
        row("no client", "400 invalid_request", "--data", GRANT),
        row(
            "a wrong secret",
            "401 invalid_client",
            "--data",
            GRANT + "&client_id=ID&client_secret=x"),
        row(
            "another's id",
            "401 invalid_client",
            "--data",
            GRANT + "&client_id=000000000000&client_secret=SECRET"),
        row("an unknown client", "401 invalid_client", "--data", GRANT + "&client_id=nobody"),
        row("a wrong password", "401 invalid_client", "--data", GRANT, "--user", "ID:x"),
        row("header and body", "400 invalid_request", "--data", GOOD, "--user", "ID:SECRET"),
        row(
            "another client in the body",
            "400 invalid_request",
            "--data",
            GRANT + "&client_id=x",
            "--user",
            "ID:SECRET"),
        row("Bearer", "400 invalid_request", "--data", GRANT, "--oauth2-bearer", "SECRET"),
        row(
            "no base64",
            "400 invalid_request",
            "--data",
            GRANT,
            "--header",
            "Authorization: Basic %%"),
        row(
            "no colon",
            "400 invalid_request",
            "--data",
            GRANT,
            "--header",
            "Authorization: Basic YQ=="),
        row(
            "two headers",
            "400 invalid_request",
            "--data",
            GRANT,
            "--header",
            "Authorization: Basic YTph",
            "--header",
            "Authorization: Basic YTph"),
        row("an unknown scope", "400 invalid_scope", "--data", GOOD + "&scope=everything"),
        row("a scope beyond the key", "400 invalid_scope", "--data", GOOD + "&scope=budgets:write"),
        row(
            "a gap between scopes",
            "400 invalid_scope",
            "--data",
            GOOD + "&scope=gifts:read%20%20gifts:send"),
        row("an unknown audience", "400 invalid_target", "--data", GOOD + "&audience=everybody"),
        row("all in the query", "400 invalid_request", "?" + GOOD, "--data", ""),
        row("the grant type in the query", "400 invalid_request", "?" + GRANT, "--data", GOOD),
        row("anything in the query", "400 invalid_request", "?a=b", "--data", GOOD),
        row("a pair without a name", "400 invalid_request", "--data", GOOD + "&=x"),
        row("a pair without anything", "400 invalid_request", "--data", GOOD + "&="),
        row("nothing but that", "400 invalid_request", "--data", "="),
        row("an empty pair", "400 invalid_request", "--data", GOOD + "&"),
        row("half an escape", "400 invalid_request", "--data", GOOD + "&a=%2"),
        row("an overlong slash", "400 invalid_request", "--data", GOOD + "&a=%c0%af"),
        row("a surrogate", "400 invalid_request", "--data", GOOD + "&a=%ed%a0%80"),
        row("U+0000", "400 invalid_request", "--data", GOOD + "&a=%00"),
        row("U+0000 in a name", "400 invalid_request", "--data", GOOD + "&client_id%00=x"),
        row("an unknown charset", "415 invalid_request", typed("; charset=bogus")),
        row("another charset", "415 invalid_request", typed("; charset=iso-8859-1")),
        row("a charset that is none", "415 invalid_request", typed("; charset=\"")),
        row("an empty charset", "415 invalid_request", typed("; charset=")),
        row(
            "compressed",
            "415 invalid_request",
            "--data",
            GOOD,
            "--header",
            "Content-Encoding: gzip"),
        row("another host", "421 invalid_request", "--data", GOOD, "--header", "Host: x.test"),
        row("JSON", "415 invalid_request", "--json", "{\"grant_type\":\"client_credentials\"}"),
        row("multipart", "415 invalid_request", "--form", "grant_type=client_credentials"),
        row("GET", "405 invalid_request"),
        row("PUT", "405 invalid_request", "--request", "PUT", "--data", GOOD),
        row(
            "an answer in HTML",
            "406 invalid_request",
            "--data",
            GOOD,
            "--header",
            "Accept: text/html"),
        row("no list of formats", "406 invalid_request", "--data", GOOD, "--header", "Accept: x"));
  }

  private static String[] typed(String parameters) {
    String type = "Content-Type: application/x-www-form-urlencoded" + parameters;
    return new String[] {"--data", GOOD, "--header", type};
  }

  private static Arguments row(String name, String outcome, String... arguments) {
    return arguments(name, outcome, arguments);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrong")
  @DisplayName("T1 E1 the token endpoint refuses as RFC 6749 says")
  void refuses(String name, String outcome, String... arguments) {
    Reply reply = ask(arguments);
    assertThat(reply.status() + " " + reply.text("/error")).as(name).isEqualTo(outcome);
    assertThat(reply.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("cache-control", "no-store")
        .containsKey("x-request-id");
    assertThat(reply.text("/error_description")).matches("[ !#-\\[\\]-~]+"); // section 5.2
    assertThat(reply.text("/error_uri")).startsWith("https://giftwarden.example/problems/");
    assertThat(reply.body()).doesNotContain(key.secret());
    if (reply.status() == 401) {
      assertThat(reply.headers().get("www-authenticate")).startsWith("Basic realm=");
    }
    if (reply.status() == 405) {
      assertThat(reply.headers()).containsEntry("allow", "POST");
    }
  }

  private static Reply ask(String... arguments) {
    Stream<String> known =
        Arrays.stream(arguments)
            .map(text -> text.replace("ID", key.id()).replace("SECRET", key.secret()));
    List<String> line = new java.util.ArrayList<>(known.toList());
    boolean query = !line.isEmpty() && line.getFirst().startsWith("?");
    String url = HOUSE.auth + "/oauth2/token" + (query ? line.removeFirst() : "");
    line.addFirst(url);
    return HOUSE.curl(partner.certificate, line.toArray(String[]::new));
  }
}
