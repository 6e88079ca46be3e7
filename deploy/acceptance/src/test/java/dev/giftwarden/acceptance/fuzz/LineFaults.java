package dev.giftwarden.acceptance.fuzz;

import static dev.giftwarden.acceptance.fuzz.BodyFaults.any;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.giftwarden.acceptance.wire.Draft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What is no HTTP/1.1, or is two requests to one reader and one to another (request smuggling).
/// Each ends with an empty line, so that nobody waits for more.
final class LineFaults {
  private static final List<String> LINES =
      List.of(
          "GET",
          "GET /",
          "GET  /  HTTP/1.1",
          "GET / HTTP/9.9",
          "GET / HTTP/1.2",
          "GET / HTTP/0.9",
          "GET / http/1.1",
          "GET / HTTP/1.1 x",
          "GET /a b HTTP/1.1",
          " GET / HTTP/1.1",
          "GET\t/\tHTTP/1.1",
          "G\u0000T / HTTP/1.1",
          "\u0000\u0001\u0002",
          "\u0016\u0003\u0001\u0002\u0000",
          "PRI * HTTP/2.0",
          "GET http:// HTTP/1.1",
          "GET https://evil.example/v1 HTTP/1.1",
          "OPTIONS * HTTP/1.1",
          "CONNECT localhost:443 HTTP/1.1",
          "GET * HTTP/1.1",
          "GET ?a HTTP/1.1",
          "GET /\u0000 HTTP/1.1",
          "GET /\u007f HTTP/1.1",
          "GET /\u00ff HTTP/1.1",
          "GET /#a HTTP/1.1",
          "GET / HTTP/1.",
          "GET / HTTP/",
          "GET / FTP/1.1",
          "HTTP/1.1 200 OK",
          "{\"a\":1}",
          "GET /" + "a".repeat(9000) + " HTTP/1.1",
          "X".repeat(9000) + " / HTTP/1.1",
          "GET // HTTP/1.1",
          "GET /../.. HTTP/1.1",
          "(GET) / HTTP/1.1",
          "GET \\ HTTP/1.1",
          "GET mailto:a HTTP/1.1",
          "GET :// HTTP/1.1",
          "GET https://[::1 HTTP/1.1",
          "GET / HTTP/1.0");
  private static final List<String> HEADERS =
      List.of(
          "NoColon",
          ": empty",
          "A B: c",
          "A : b",
          "A\t: b",
          "A\u0000: b",
          "A: \u0000",
          "A: b\u0000c",
          "\u00e4: b",
          "A: b\rc",
          " folded",
          "A: b\r\n folded",
          "A: b\r\n\tfolded",
          "A(): b",
          "=: b",
          "Host: a",
          "Host:",
          "host: localhost",
          "Host: a b",
          "Host: %00",
          "Host: \u00e4",
          "A: \u007f",
          "Content-Length: x",
          "Content-Length: -1",
          "Content-Length: +1",
          "Content-Length: 0x1",
          "Content-Length: 1,1",
          "Content-Length: 1, 2",
          "Content-Length: 99999999999999999999",
          "Content-Length: 0\r\nContent-Length: 1",
          "Content-Length:",
          "Content-Length: 1e1",
          "Transfer-Encoding: xchunked",
          "Transfer-Encoding: identity",
          "Transfer-Encoding: gzip",
          "Transfer-Encoding: chunked, identity",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
          "Transfer-Encoding : chunked",
          "Transfer-Encoding:\u000bchunked",
          "Transfer-Encoding: \"chunked\"",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding:",
          "Transfer-Encoding: CHUNKED,",
          "Content-Length: 6\r\nTransfer-Encoding: xchunked",
          "Trailer: Content-Length");
  private static final List<String> BODIES =
      List.of(
          "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n0\n\n",
          "Transfer-Encoding: chunked\r\n\r\n0\r\nA\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n1\r\naXX\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n 1 \r\na\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n80000000\r\na\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\nz\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n1;a=" + "b".repeat(20_000) + "\r\na\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 9\r\nHost: b\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "A: b\r\n".repeat(4000) + "\r\n");

  private LineFaults() {}

  static Map<String, Fault> rows() {
    Map<String, Fault> rows = new LinkedHashMap<>();
    rows.put(
        "a wrong request line",
        (draft, _, random) -> write(draft, any(LINES, random), "Host: localhost\r\n\r\n"));
    rows.put(
        "a wrong header line",
        (draft, _, random) ->
            write(
                draft, line(draft), "Host: localhost\r\n" + any(HEADERS, random) + "\r\n\r\n\r\n"));
    rows.put("no Host", (draft, _, _) -> write(draft, line(draft), "\r\n"));
    rows.put(
        "bare line feeds",
        (draft, _, _) -> write(draft, line(draft), "Host: localhost\nA: b\n\n\r\n\r\n"));
    rows.put(
        "bare carriage returns",
        (draft, _, _) -> write(draft, line(draft), "Host: localhost\rA: b\r\r\r\n\r\n"));
    rows.put(
        "an ambiguous body",
        (draft, _, random) ->
            write(draft, "POST /v1/gifts HTTP/1.1", "Host: localhost\r\n" + any(BODIES, random)));
    rows.put("noise", (draft, _, random) -> noise(draft, random));
    rows.put("a flipped byte in the head", (draft, _, random) -> flip(draft, random));
    return rows;
  }

  private static String line(Draft draft) {
    return "GET " + draft.target + " HTTP/1.1";
  }

  private static void write(Draft draft, String line, String rest) {
    draft.raw = (line + "\r\n" + rest).getBytes(ISO_8859_1);
  }

  private static void noise(Draft draft, Random random) {
    byte[] bytes = new byte[1 + random.nextInt(6_000)];
    random.nextBytes(bytes);
    draft.raw = (new String(bytes, ISO_8859_1) + "\r\n\r\n\r\n").getBytes(ISO_8859_1);
  }

  /// Anywhere but in the lengths, which would have the server wait for what never comes.
  private static void flip(Draft draft, Random random) {
    draft.body = new byte[0];
    draft.lengthSaid = true;
    byte[] bytes = draft.bytes();
    bytes[random.nextInt(bytes.length - 4)] ^= (byte) (1 << random.nextInt(8));
    draft.raw = bytes;
  }
}
