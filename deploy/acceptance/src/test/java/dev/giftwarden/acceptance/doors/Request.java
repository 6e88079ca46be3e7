package dev.giftwarden.acceptance.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.giftwarden.acceptance.house.Handshake;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Reply;
import java.util.regex.Pattern;

/// The bytes of one HTTP/1.1 request, as somebody who looks at the wire would have them, to be sent
/// by openssl over any connection.
record Request(String text) {
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 [0-9]{3}");

  static Request get(String path, String... headers) {
    return of("GET " + path, "", headers);
  }

  static Request post(String path, String json, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type: application/json";
    all[1] = "Content-Length: " + json.getBytes(UTF_8).length;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return of("POST " + path, json, all);
  }

  private static Request of(String target, String body, String... headers) {
    String fields = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String text = target + " HTTP/1.1\r\nHost: localhost\r\n" + fields;
    return new Request(text + "Connection: close\r\n\r\n" + body);
  }

  /// @param url of the service, whose path is ignored
  Reply over(House house, Identity identity, String url, String... options) {
    return sent(house, identity, url, options).reply();
  }

  /// `alert 46`, or what HTTP answered: `401 certificate-required`.
  String outcome(House house, Identity identity, String url, String... options) {
    Handshake handshake = sent(house, identity, url, options);
    return handshake.alert().orElseGet(() -> handshake.reply().outcome());
  }

  Handshake sent(House house, Identity identity, String url, String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "-servername localhost -verify_return_error -CAfile " + house.root();
    System.arraycopy(options, 0, all, 1, options.length);
    return Handshake.saying(
        text.getBytes(UTF_8), ANSWER, url.replace("https://", ""), identity, all);
  }
}
