package dev.giftwarden.acceptance.fuzz;

import static dev.giftwarden.acceptance.fuzz.BodyFaults.any;

import dev.giftwarden.acceptance.wire.Draft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What can be wrong with a method, a target or a header, and is HTTP all the same. Characters up
/// to `ÿ` are bytes.
final class HeadFaults {
  private static final List<String> METHODS =
      List.of(
          "PUT",
          "DELETE",
          "PATCH",
          "TRACE",
          "OPTIONS",
          "HEAD",
          "POST",
          "GET",
          "PROPFIND",
          "get",
          "FOO",
          "M-SEARCH",
          "QUERY",
          "X".repeat(300));
  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "application/xml",
          "application/json; charset=utf-16",
          "application/",
          "json",
          ";;;",
          "application/json;",
          "*/*",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "application/x-www-form-urlencoded; charset=x",
          "application/json, text/plain",
          "application/json; charset=\"",
          "a".repeat(2000) + "/b",
          "application/problem+json",
          "text/\u00e4",
          "application/json; charset=nonsense",
          "");
  private static final List<String> ACCEPTS =
      List.of(
          "text/html",
          "image/png",
          "*/;q=x",
          "application/json;q=0",
          "x",
          ",,,",
          "application/*;q=2",
          "text/*;q=0.1,image/*",
          "*/*;q=" + "9".repeat(500),
          "application/json;q=-1",
          "/",
          "");
  private static final List<String> SEGMENTS =
      List.of(
          "%00",
          "%zz",
          "%",
          "%2",
          "%2e%2e%2f",
          "..%2f..",
          "%c0%af",
          "%ff%fe",
          "%252e",
          "a%2fb",
          "%0d%0aX-Evil:1",
          "..",
          ".",
          ";a=b",
          "%e2%80%ae",
          "\u00e4\u00f6",
          "{id}",
          "|",
          "\"",
          "<x>",
          "%F0%9F%8E%81",
          "~",
          "+",
          "a".repeat(3000),
          "%5c..%5c",
          "//",
          "'",
          "gwk_live_x",
          "*",
          "a".repeat(5000),
          "%ed%a0%80",
          "%u0041",
          "[",
          "^",
          "`",
          "@",
          ":80",
          "%7f");
  private static final List<String> QUERIES =
      List.of(
          "=",
          "&&&",
          "%",
          "%zz=1",
          "a=%",
          "a=%00",
          "a=%ff",
          "a=b&a=c",
          "limit",
          "limit=",
          "[]=1",
          "a[b]=c",
          "?",
          "a=\u00e4",
          "gwk_live_abc=1",
          "key=gwk_live_abc",
          "a=" + "b".repeat(3500),
          "access_token=x",
          ";a=b",
          "a=1;b=2",
          "%26=%3d",
          "email=a%40b",
          "sort=desc",
          "%",
          "a=" + "b".repeat(6000),
          "a&".repeat(1200),
          "a=%ed%a0%80",
          "a=%u0041",
          "a=%c0%80");
  private static final List<String> VALUES =
      List.of(
          "-1",
          "0",
          "101",
          "999999999999999999999",
          "abc",
          "",
          "1.5",
          "1e2",
          "+1",
          "%31",
          "%d9%a1",
          "null",
          "%00",
          "%0a",
          "a".repeat(3000),
          "e30",
          "eyJhIjoxfQ==",
          "%ff",
          "../..",
          "'%20or%20'1'='1",
          "2026-13-45T99:99:99Z",
          "%2B275760-09-13T00:00:00Z",
          "-1000000000-01-01T00:00:00Z",
          "NaN",
          "%ed%a0%80",
          "%F0%9F%8E%81",
          "%25",
          "%");
  private static final List<String> AUTHORIZATIONS =
      List.of(
          "",
          "Bearer",
          "Bearer ",
          "Bearer \t",
          "bearer x",
          "Bearer a.b.c",
          "Basic",
          "Basic %%%",
          "Basic Og==",
          "Basic eA==",
          "Basic /////w==",
          "Basic JTpA",
          "Basic JXp6OiV6eg==",
          "Digest x",
          "Negotiate x",
          "Bearer gwk_",
          "Bearer gwk_live_",
          "Bearer gwk_live_a_b",
          "Bearer gwk_test_000000000000_000000000000000000000000000000000000",
          "Bearer \u00ff\u00fe",
          "Bearer eyJhbGciOiJub25lIn0.e30.",
          "Bearer eyJhbGciOiJFUzI1NiJ9.e30.AAAA",
          "Bearer ....",
          "Bearer ".concat("a".repeat(9000)),
          "Bearer " + "a.".repeat(3000),
          "Bearer =.=.=",
          "Bearer bnVsbA.bnVsbA.bnVsbA",
          "Bearer W10.W10.W10",
          "Bearer e30.e30.e30",
          "a b c d",
          "Bearer gwk_live_%00",
          "Bearer x, Bearer y",
          "\u00e4",
          "Basic Z3drX2xpdmU6Og==");
  private static final List<String> KEYS =
      List.of(
          "", " ", "a".repeat(256), "a".repeat(5000), "\u00e4", "a\tb", "\u00ff", "'", "%00", "\"");
  private static final List<Draft.Header> ODD =
      List.of(
          new Draft.Header("X-Api-Key", ""),
          new Draft.Header("X-Api-Key", "gwk_live_nonsense"),
          new Draft.Header("X-Api-Key", "\u00e4".repeat(100)),
          new Draft.Header("X-Forwarded-For", "1.2.3.4, %00"),
          new Draft.Header("X-Forwarded-Proto", "\u00e4"),
          new Draft.Header("Forwarded", "for=\"[::1\";;;"),
          new Draft.Header("X-HTTP-Method-Override", "DELETE"),
          new Draft.Header("X-Request-Id", "../../x"),
          new Draft.Header("traceparent", "00-zz-zz-zz"),
          new Draft.Header("Range", "bytes=-1,99999999999999999999-"),
          new Draft.Header("If-Modified-Since", "yesterday"),
          new Draft.Header("Cookie", "a=b; ;;=; \u00e4=\u00ff"),
          new Draft.Header("Accept-Encoding", "gzip;q=x, br;q=-1"),
          new Draft.Header("Accept-Language", "x".repeat(4000)),
          new Draft.Header("Accept-Charset", "nonsense;q=9"),
          new Draft.Header("Origin", "null"),
          new Draft.Header("Access-Control-Request-Method", "\u00e4"),
          new Draft.Header("Upgrade", "websocket"),
          new Draft.Header("Upgrade", "h2c"),
          new Draft.Header("HTTP2-Settings", "%%%"),
          new Draft.Header("Connection", "Upgrade, HTTP2-Settings"),
          new Draft.Header("Connection", "Content-Length, Authorization"),
          new Draft.Header("Sec-WebSocket-Key", "x"),
          new Draft.Header("Sec-WebSocket-Version", "x"),
          new Draft.Header("Content-Encoding", "br"),
          new Draft.Header("Content-Language", "\u00ff"),
          new Draft.Header("Expect", "200-ok"),
          new Draft.Header("TE", "trailers, x"),
          new Draft.Header("Via", "1.1 \u00e4"),
          new Draft.Header("Content-Disposition", "form-data; name=\"\"\""));

  private HeadFaults() {}

  static Map<String, Fault> rows() {
    Map<String, Fault> rows = new LinkedHashMap<>();
    rows.put("a wrong method", (draft, _, random) -> draft.method = any(METHODS, random));
    rows.put(
        "a wrong content type",
        (draft, _, random) ->
            draft.without("Content-Type").header("Content-Type", any(TYPES, random)));
    rows.put("no content type", (draft, _, _) -> draft.without("Content-Type"));
    rows.put("a wrong Accept", (draft, _, random) -> draft.header("Accept", any(ACCEPTS, random)));
    rows.put("an odd path", (draft, _, random) -> path(draft, random));
    rows.put("an odd query", (draft, _, random) -> query(draft, any(QUERIES, random)));
    rows.put("a wrong parameter", HeadFaults::parameter);
    rows.put(
        "a wrong Authorization",
        (draft, _, random) ->
            draft.without("Authorization").header("Authorization", any(AUTHORIZATIONS, random)));
    rows.put("a damaged token", (draft, _, random) -> damage(draft, random));
    rows.put(
        "two credentials",
        (draft, _, random) ->
            draft.header(
                random.nextBoolean() ? "Authorization" : "X-Api-Key", any(AUTHORIZATIONS, random)));
    rows.put(
        "a wrong Idempotency-Key",
        (draft, _, random) -> draft.header("Idempotency-Key", any(KEYS, random)));
    rows.put(
        "an Idempotency-Key twice",
        (draft, _, _) -> draft.header("Idempotency-Key", "a").header("Idempotency-Key", "b"));
    rows.put("many headers", (draft, _, random) -> flood(draft, 50 + random.nextInt(800)));
    rows.put(
        "a header too large",
        (draft, _, random) -> draft.header("X-Large", "x".repeat(14_000 + random.nextInt(9_000))));
    rows.put("odd headers", (draft, _, random) -> odd(draft, random));
    return rows;
  }

  private static void path(Draft draft, Random random) {
    String[] parts = draft.target.split("\\?", 2)[0].split("/");
    parts[random.nextInt(Math.max(1, parts.length))] = any(SEGMENTS, random);
    String path = String.join("/", parts);
    draft.target = (path.startsWith("/") ? "" : "/") + path;
  }

  private static void query(Draft draft, String query) {
    draft.target += (draft.target.contains("?") ? "&" : "?") + query;
  }

  private static void parameter(Draft draft, Api.Operation operation, Random random) {
    List<String> names =
        operation.queries().isEmpty() ? List.of("limit", "cursor") : operation.queries();
    String name = any(names, random);
    query(draft, name + "=" + any(VALUES, random));
    if (random.nextInt(4) == 0) {
      query(draft, name + "=" + any(VALUES, random));
    }
  }

  /// One character of the token it has, if another fault has left one, changed, lost or doubled.
  private static void damage(Draft draft, Random random) {
    for (Draft.Header header : List.copyOf(draft.headers)) {
      int characters = header.value().length() - "Bearer ".length();
      if (header.name().equals("Authorization") && characters > 0) {
        int at = "Bearer ".length() + random.nextInt(characters);
        String head = header.value().substring(0, at);
        String spoilt = any(List.of("", "A", ".", "=", "\u00e9", "%", "AA"), random);
        draft
            .without("Authorization")
            .header("Authorization", head + spoilt + header.value().substring(at + 1));
      }
    }
  }

  private static void flood(Draft draft, int count) {
    for (int i = 0; i < count; i++) {
      draft.header("X-" + i, "y");
    }
  }

  private static void odd(Draft draft, Random random) {
    for (int i = 0; i <= random.nextInt(4); i++) {
      Draft.Header header = any(ODD, random);
      draft.header(header.name(), header.value());
    }
  }
}
