package dev.giftwarden.edge.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.stream.Stream;

/// Everything that RFC 9112, sections 6 and 7, says about where a request ends, and what of
/// sections 2 to 5 it stands on: how it is answered, and whether the connection lasts. A character
/// is a byte.
final class FramingRows {
  private static final String MAKE = "POST /v1/things HTTP/1.1\r\nHost: localhost\r\n";
  private static final String READ = "GET /v1/things/public HTTP/1.1\r\nHost: localhost\r\n";

  /// Nobody is known by what these rows send.
  private static final String TAKEN = "401 open";

  private static final String SERVED = "200 open";
  private static final String REFUSED = "400 closed";

  /// @param outcome the status, and what becomes of the connection
  record Row(String name, String request, String outcome) {
    byte[] bytes() {
      return request.getBytes(ISO_8859_1);
    }

    boolean isRefused() {
      return outcome.equals(REFUSED);
    }

    @Override
    public String toString() {
      return name + ": " + outcome;
    }
  }

  private FramingRows() {}

  static Stream<Row> all() {
    return Stream.of(lengths(), codings(), both(), chunks(), extensions(), trailers(), fields())
        .flatMap(rows -> rows);
  }

  private static Row sized(String length, String outcome) {
    return new Row(length.strip(), MAKE + length + "\r\n\r\n{}", outcome);
  }

  /// Section 6.2, and RFC 9110, section 8.6.
  private static Stream<Row> lengths() {
    return Stream.of(
        sized("Content-Length: 2", TAKEN),
        sized("content-length:2", TAKEN),
        sized("Content-Length: \t 2 \t", TAKEN),
        sized("Content-Length: 0002", TAKEN),
        new Row("no length", READ + "\r\n", SERVED),
        new Row("a length of 0", READ + "Content-Length: 0\r\n\r\n", SERVED),
        new Row("a GET with a body", READ + "Content-Length: 2\r\n\r\n{}", SERVED),
        new Row(
            "a length over HTTP/1.0",
            MAKE.replace("1.1", "1.0") + "Connection: keep-alive\r\nContent-Length: 2\r\n\r\n{}",
            TAKEN),
        sized("Content-Length:", REFUSED),
        sized("Content-Length: +2", REFUSED),
        sized("Content-Length: -2", REFUSED),
        sized("Content-Length: 0x2", REFUSED),
        sized("Content-Length: 2.0", REFUSED),
        sized("Content-Length: 2e0", REFUSED),
        sized("Content-Length: 2_0", REFUSED),
        sized("Content-Length: \"2\"", REFUSED),
        sized("Content-Length: 2, 2", REFUSED),
        sized("Content-Length: 2,", REFUSED),
        sized("Content-Length: 2 2", REFUSED),
        sized("Content-Length: 2;", REFUSED),
        sized("Content-Length: \u00b2", REFUSED),
        sized("Content-Length: 99999999999999999999", REFUSED),
        sized("Content-Length: 18446744073709551618", REFUSED),
        sized("Content-Length: 2\r\nContent-Length: 2", REFUSED),
        sized("Content-Length: 2\r\ncontent-length: 3", REFUSED),
        sized("Content-Length: 0\r\nContent-Length: 2", REFUSED),
        sized("Content-Length : 2", REFUSED),
        sized("Content-Length\t: 2", REFUSED),
        sized(" Content-Length: 2", REFUSED),
        sized("Content-Length: 2\u0000", REFUSED),
        sized("Content-Length: \u000b2", REFUSED));
  }

  private static Row coded(String coding, String outcome) {
    return new Row(coding.strip(), MAKE + coding + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n", outcome);
  }

  /// Sections 6.1 and 7.
  private static Stream<Row> codings() {
    return Stream.of(
        coded("Transfer-Encoding: chunked", TAKEN),
        coded("transfer-encoding:CHUNKED", TAKEN),
        coded("Transfer-Encoding: \tchunked ", TAKEN),
        coded("Transfer-Encoding:", REFUSED),
        coded("Transfer-Encoding: chunke", REFUSED),
        coded("Transfer-Encoding: xchunked", REFUSED),
        coded("Transfer-Encoding: chunkedx", REFUSED),
        coded("Transfer-Encoding: \"chunked\"", REFUSED),
        coded("Transfer-Encoding: chunked;a=b", REFUSED),
        coded("Transfer-Encoding: chunked, chunked", REFUSED),
        coded("Transfer-Encoding: chunked,", REFUSED),
        coded("Transfer-Encoding: ,chunked", REFUSED),
        coded("Transfer-Encoding: identity", REFUSED),
        coded("Transfer-Encoding: gzip", REFUSED),
        coded("Transfer-Encoding: gzip, chunked", REFUSED),
        coded("Transfer-Encoding: chunked, gzip", REFUSED),
        coded("Transfer-Encoding: identity, chunked", REFUSED),
        coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", REFUSED),
        coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", REFUSED),
        coded("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", REFUSED),
        coded("Transfer-Encoding : chunked", REFUSED),
        coded("Transfer-Encoding:\u000bchunked", REFUSED),
        coded("Transfer-Encoding: chunked\u0000", REFUSED),
        coded("Transfer-Encoding:\r\n chunked", REFUSED),
        coded("Transfer-Encoding: ch\r\n unked", REFUSED),
        new Row(
            "chunked over HTTP/1.0",
            MAKE.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            REFUSED));
  }

  /// Section 6.1: what "ought to be handled as an error".
  private static Stream<Row> both() {
    String chunk = "2\r\n{}\r\n0\r\n\r\n";
    return Stream.of("12", "2", "0", "5")
        .flatMap(length -> {
          String said = "Content-Length: " + length + "\r\n";
          String coded = "Transfer-Encoding: chunked\r\n";
          return Stream.of(
              new Row(
                  "length " + length + ", then chunked",
                  MAKE + said + coded + "\r\n" + chunk,
                  REFUSED),
              new Row(
                  "chunked, then length " + length, MAKE + coded + said + "\r\n" + chunk, REFUSED));
        });
  }

  private static Row chunked(String body, String outcome) {
    String name = body.length() > 60 ? body.substring(0, 60) + "…" : body;
    return new Row(
        "chunks " + name.replace("\r", "\\r").replace("\n", "\\n"),
        MAKE + "Transfer-Encoding: chunked\r\n\r\n" + body,
        outcome);
  }

  private static final String LAST = "0\r\n\r\n";

  /// Section 7.1.
  private static Stream<Row> chunks() {
    return Stream.of(
        chunked(LAST, TAKEN),
        chunked("2\r\n{}\r\n" + LAST, TAKEN),
        chunked("1\r\n{\r\n1\r\n}\r\n" + LAST, TAKEN),
        chunked("0a\r\n0123456789\r\n0A\r\n0123456789\r\n" + LAST, TAKEN),
        chunked("0000000000000002\r\n{}\r\n000\r\n\r\n", TAKEN),
        chunked("100000000\r\n{}\r\n" + LAST, REFUSED),
        chunked("10000001d\r\n{}\r\n" + LAST, REFUSED),
        chunked("80000000\r\n{}\r\n" + LAST, REFUSED),
        chunked("ffffffff\r\n{}\r\n" + LAST, REFUSED),
        chunked("fffffffffffffffe\r\n{}\r\n" + LAST, REFUSED),
        chunked("10000000000000002\r\n{}\r\n" + LAST, REFUSED),
        chunked("00000000000000002\r\n{}\r\n" + LAST, REFUSED),
        chunked("-2\r\n{}\r\n" + LAST, REFUSED),
        chunked("+2\r\n{}\r\n" + LAST, REFUSED),
        chunked("0x2\r\n{}\r\n" + LAST, REFUSED),
        chunked("2h\r\n{}\r\n" + LAST, REFUSED),
        chunked("2_\r\n{}\r\n" + LAST, REFUSED),
        chunked("\u00b2\r\n{}\r\n" + LAST, REFUSED),
        chunked(" 2\r\n{}\r\n" + LAST, REFUSED),
        chunked("2 \r\n{}\r\n" + LAST, REFUSED),
        chunked("2\t\r\n{}\r\n" + LAST, REFUSED),
        chunked("\r\n2\r\n{}\r\n" + LAST, REFUSED),
        chunked("2\n{}\r\n" + LAST, REFUSED),
        chunked("2\r{}\r\n" + LAST, REFUSED),
        chunked("2\r\r\n{}\r\n" + LAST, REFUSED),
        chunked("2\u0000\r\n{}\r\n" + LAST, REFUSED),
        chunked("2\r\n{}\n" + LAST, REFUSED),
        chunked("2\r\n{}" + LAST, REFUSED),
        chunked("2\r\n{}x\r\n" + LAST, REFUSED),
        chunked("2\r\n{} \r\n" + LAST, REFUSED),
        chunked("1\r\n{}\r\n" + LAST, REFUSED),
        chunked("3\r\n{}\r\n" + LAST, REFUSED),
        chunked("2\r\n{}\r\n\r\n" + LAST, REFUSED),
        chunked("2\r\n{}\r\n0\n\n", REFUSED),
        chunked("2\r\n{}\r\n0\r\n\n", REFUSED),
        chunked("2\r\n{}\r\n0\r\r", REFUSED));
  }

  /// Section 7.1.1: nobody here knows one, so they are ignored, within bounds.
  private static Stream<Row> extensions() {
    return Stream.of(
        chunked("2;a\r\n{}\r\n" + LAST, TAKEN),
        chunked("2;a=b;c=\"d;\\\"\t e\";f\r\n{}\r\n0;g\r\n\r\n", TAKEN),
        chunked("2 ; a = b\r\n{}\r\n" + LAST, TAKEN),
        chunked("2;" + "a".repeat(1000) + "\r\n{}\r\n" + LAST, TAKEN),
        chunked("2;" + "a".repeat(1100) + "\r\n{}\r\n" + LAST, REFUSED),
        chunked(("1;" + "a".repeat(600) + "\r\n{\r\n").repeat(2) + LAST, REFUSED),
        chunked("2;\r\n{}\r\n" + LAST, REFUSED),
        chunked("2;;\r\n{}\r\n" + LAST, REFUSED),
        chunked("2;a=\r\n{}\r\n" + LAST, REFUSED),
        chunked("2;=b\r\n{}\r\n" + LAST, REFUSED),
        chunked("2;a b\r\n{}\r\n" + LAST, REFUSED),
        chunked("2 a\r\n{}\r\n" + LAST, REFUSED),
        chunked("2;a\n{}\r\n" + LAST, REFUSED),
        chunked("2;a\r{}\r\n" + LAST, REFUSED),
        chunked("2;a=\"b\r\n\"\r\n{}\r\n" + LAST, REFUSED),
        chunked("2;a=\"b\r\n{}\r\n" + LAST, REFUSED),
        chunked("2;a=\"b\"c\r\n{}\r\n" + LAST, REFUSED),
        chunked("2;\u0000\r\n{}\r\n" + LAST, REFUSED),
        chunked("2;a=\u007f\r\n{}\r\n" + LAST, REFUSED));
  }

  /// Section 7.1.2: dropped, and none that would say anything about a length.
  private static Stream<Row> trailers() {
    String body = "2\r\n{}\r\n0\r\n";
    return Stream.of(
        chunked(body + "A: b\r\nC: d\r\n\r\n", TAKEN),
        chunked(body + "Authorization: Bearer x\r\n\r\n", TAKEN),
        chunked(body + "Content-Length: 2\r\n\r\n", REFUSED),
        chunked(body + "Transfer-Encoding: chunked\r\n\r\n", REFUSED),
        chunked(body + "A\r\n\r\n", REFUSED),
        chunked(body + "A : b\r\n\r\n", REFUSED),
        chunked(body + ": b\r\n\r\n", REFUSED),
        chunked(body + " A: b\r\n\r\n", REFUSED),
        chunked(body + "A: b\r\n c\r\n\r\n", REFUSED),
        chunked(body + "A: b\n\r\n", REFUSED),
        chunked(body + "A: b\rC: d\r\n\r\n", REFUSED),
        chunked(body + "A: \u0000\r\n\r\n", REFUSED),
        chunked(body + "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", REFUSED),
        chunked(body + ("A: " + "b".repeat(1000) + "\r\n").repeat(20) + "\r\n", "431 closed"));
  }

  private static Row read(String name, String head, String outcome) {
    return new Row(name, head + "\r\n\r\n", outcome);
  }

  /// Sections 2 to 5, as far as a length stands on them.
  private static Stream<Row> fields() {
    String line = "GET /v1/things/public HTTP/1.1";
    String host = "\r\nHost: localhost";
    return Stream.of(
        read("an empty line before it", "\r\n" + line + host, SERVED),
        read("no blank behind a colon", line + "\r\nHost:localhost\r\nA:b", SERVED),
        read("an empty value", line + host + "\r\nA:", SERVED),
        read("a value of another alphabet", line + host + "\r\nA: \u00e4\u00ff", SERVED),
        read("every mark of a name", line + host + "\r\n!#$%&'*+-.^_`|~09Az: b", SERVED),
        read("two empty lines before it", "\r\n\r\n" + line + host, REFUSED),
        read("a bare LF before it", "\n" + line + host, REFUSED),
        read("a blank before it", " " + line + host, REFUSED),
        read("NUL before it", "\u0000" + line + host, REFUSED),
        read("a bare LF behind the line", line + "\nHost: localhost", REFUSED),
        read("a bare CR behind the line", line + "\rHost: localhost", REFUSED),
        read("two blanks in the line", line.replace(" /", "  /") + host, REFUSED),
        read("a tab in the line", line.replace(" /", "\t/") + host, REFUSED),
        read("a blank behind the line", line + " " + host, REFUSED),
        read("a blank in the target", line.replace("things", "thi ngs") + host, REFUSED),
        read("no version", "GET /v1/things/public" + host, REFUSED),
        read("HTTP/1.2", line.replace("1.1", "1.2") + host, REFUSED),
        read("HTTP/1.10", line.replace("1.1", "1.10") + host, REFUSED),
        read("HTTP/2.0", line.replace("1.1", "2.0") + host, REFUSED),
        read("http/1.1", line.replace("HTTP", "http") + host, REFUSED),
        read("a method that is no token", line.replace("GET", "G(T") + host, REFUSED),
        read("a blank before the first name", line + "\r\n Host: localhost", REFUSED),
        read("a folded value", line + host + "\r\nA: b\r\n c", REFUSED),
        read("a value folded by a tab", line + host + "\r\nA: b\r\n\tc", REFUSED),
        read("a blank before a colon", line + host + "\r\nA : b", REFUSED),
        read("no name", line + host + "\r\n: b", REFUSED),
        read("no colon", line + host + "\r\nA", REFUSED),
        read("a name with a blank", line + host + "\r\nA B: c", REFUSED),
        read("a name with a bracket", line + host + "\r\nA(): b", REFUSED),
        read("a name of another alphabet", line + host + "\r\n\u00e4: b", REFUSED),
        read("NUL in a name", line + host + "\r\nA\u0000: b", REFUSED),
        read("NUL in a value", line + host + "\r\nA: \u0000", REFUSED),
        read("DEL in a value", line + host + "\r\nA: \u007f", REFUSED),
        read("a bare CR in a value", line + host + "\r\nA: b\rc", REFUSED),
        read("a bare LF behind a field", line + host + "\nA: b", REFUSED),
        new Row("bare LFs at the end", line + host + "\n\n", REFUSED),
        new Row("a bare LF at the end", line + host + "\r\n\n", REFUSED),
        read(
            "the eight bytes of hixie-76",
            line + host + "\r\nSec-WebSocket-Key1: a\r\nSec-WebSocket-Key2: b",
            REFUSED));
  }
}
