package dev.giftwarden.acceptance.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// A request on its way to being wrong: fields are changed until it is written down.
public final class Draft {
  /// Each character one byte, so that any byte can be had.
  public record Header(String name, String value) {}

  public String method;
  public String target;
  public final List<Header> headers = new ArrayList<>();
  public byte[] body = new byte[0];

  /// Instead of the length of the body, if the draft has its own way of saying it.
  public boolean lengthSaid;

  /// The head as it is, if it is none that the fields could express.
  public byte[] raw = {};

  public Draft(String method, String target) {
    this.method = method;
    this.target = target;
  }

  public Draft header(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  public Draft without(String name) {
    headers.removeIf(header -> header.name().equalsIgnoreCase(name));
    return this;
  }

  public Draft body(String text) {
    body = text.getBytes(UTF_8);
    return this;
  }

  /// As it is sent.
  public boolean isHead() {
    return raw.length > 0 ? new String(raw, ISO_8859_1).startsWith("HEAD ") : method.equals("HEAD");
  }

  public byte[] bytes() {
    if (raw.length > 0) {
      return raw;
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes((method + " " + target + " HTTP/1.1\r\n").getBytes(ISO_8859_1));
    for (Header header : headers) {
      out.writeBytes((header.name() + ": " + header.value() + "\r\n").getBytes(ISO_8859_1));
    }
    if (!lengthSaid && (body.length > 0 || method.equals("POST"))) {
      out.writeBytes(("Content-Length: " + body.length + "\r\n").getBytes(ISO_8859_1));
    }
    out.writeBytes("\r\n".getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
