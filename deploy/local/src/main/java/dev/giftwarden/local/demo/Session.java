package dev.giftwarden.local.demo;

import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Calls the services as a partner would, shows each request and answer, and stops at the first
/// answer that is not the expected one.
final class Session {

  private static final String JSON = "application/json";

  private static final Pattern HEADING = Pattern.compile("<h1>([^<]*)</h1>");

  private final Home home;
  private final Ports ports;
  private final Shown shown;

  Session(Home home, Ports ports, Shown shown) {
    this.home = home;
    this.ports = ports;
    this.shown = shown;
  }

  /// How a call proves who it is.
  ///
  /// @param partner whose certificate is shown; null: none is
  /// @param token or a bare key, which the service exchanges by itself; null: neither is sent
  record Proof(@Nullable Partner partner, @Nullable String token) {

    static Proof of(Partner partner, String token) {
      return new Proof(partner, token);
    }

    String text() {
      String certificate =
          partner == null ? "no certificate" : "certificate of " + partner.account();
      return certificate + ", " + credential();
    }

    private String credential() {
      if (token == null) {
        return "no token";
      }
      return token.startsWith("gwk_") ? "key" : "token";
    }
  }

  /// What the answer must be.
  ///
  /// @param problem the last part of the problem's `type`; null where it is none
  record Expected(int status, @Nullable String problem) {

    static Expected ok(int status) {
      return new Expected(status, null);
    }

    boolean met(Answer answer) {
      return answer.status() == status
          && (problem == null || answer.text("/type").endsWith("/" + problem));
    }

    @Override
    public String toString() {
      return problem == null ? Integer.toString(status) : status + " " + problem;
    }
  }

  /// A token for one audience, from the partner's certificate and one of its keys.
  Answer token(Partner partner, String key, String audience) throws IOException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("audience", audience);
    form.put("client_id", DemoKey.id(key));
    form.put("client_secret", key);
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    String url = ports.https(Service.AUTH) + "/oauth2/token";
    shown.request("POST", url, "certificate of " + partner.account() + ", key", body);
    try (Caller caller = caller(partner, Service.AUTH)) {
      String type = "application/x-www-form-urlencoded";
      return check(caller.post(url, Map.of(), type, body), Expected.ok(200));
    }
  }

  Answer get(Service service, String path, Proof proof, Expected expected) throws IOException {
    String url = ports.https(service) + path;
    shown.request("GET", url, proof.text(), "");
    try (Caller caller = caller(proof.partner(), service)) {
      return check(caller.get(url, headers(proof)), expected);
    }
  }

  /// Asks without showing, for what is asked again and again.
  Answer ask(Service service, String path, Proof proof) throws IOException {
    try (Caller caller = caller(proof.partner(), service)) {
      return caller.get(ports.https(service) + path, headers(proof));
    }
  }

  Answer post(Service service, String path, Proof proof, String body, Expected expected)
      throws IOException {
    return post(service, path, proof, Map.of(), body, expected);
  }

  Answer post(
      Service service,
      String path,
      Proof proof,
      Map<String, String> more,
      String body,
      Expected expected)
      throws IOException {
    String url = ports.https(service) + path;
    shown.request("POST", url, proof.text(), body);
    Map<String, String> headers = headers(proof);
    headers.putAll(more);
    try (Caller caller = caller(proof.partner(), service)) {
      return check(caller.post(url, headers, JSON, body), expected);
    }
  }

  /// As somebody with a link and a browser: looks, or sends a form.
  ///
  /// @param form null: looks
  /// @return what the page is headed
  String visit(String url, @Nullable String form, int expected) throws IOException {
    String method = form == null ? "GET" : "POST";
    shown.request(
        method, Shown.withoutSecrets(url), "no certificate, no token", form == null ? "" : form);
    try (Caller caller = caller(null, Service.GIFT)) {
      Answer answer =
          form == null
              ? caller.get(url, Map.of())
              : caller.post(url, Map.of(), "application/x-www-form-urlencoded", form);
      Matcher heading = HEADING.matcher(answer.body());
      String said = heading.find() ? heading.group(1) : "";
      shown.output("< " + answer.status() + " " + said);
      require(answer.status() == expected, "expected " + expected);
      return said;
    }
  }

  private static Map<String, String> headers(Proof proof) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (proof.token() != null) {
      headers.put("Authorization", "Bearer " + proof.token());
    }
    return headers;
  }

  private Caller caller(@Nullable Partner partner, Service service) {
    return partner == null
        ? Caller.withoutCertificate(Partner.ACME.credentials(home), service.id())
        : Caller.with(partner.credentials(home), service.id());
  }

  private Answer check(Answer answer, Expected expected) {
    shown.answer(answer);
    require(expected.met(answer), "expected " + expected);
    return answer;
  }

  void require(boolean held, String what) {
    if (!held) {
      throw new Failure("the story stops here: " + what);
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
