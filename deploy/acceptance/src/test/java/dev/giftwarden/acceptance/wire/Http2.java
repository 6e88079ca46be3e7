package dev.giftwarden.acceptance.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// HTTP/2 by the frame (RFC 9113), with headers as plain literals both ways (RFC 7541): the peer is
/// told that we keep no table.
public final class Http2 implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;
  public static final int ACK = 1;
  private static final int PRIORITY = 0x20;

  private static final byte[] NO_TABLE = {0, 1, 0, 0, 0, 0};

  /// RFC 7541, appendix A, names alone; 8 to 14 have these values.
  private static final String[] NAMES =
      (". :authority :method :method :path :path :scheme :scheme :status :status :status :status"
              + " :status :status :status accept-charset accept-encoding accept-language"
              + " accept-ranges accept access-control-allow-origin age allow authorization"
              + " cache-control content-disposition content-encoding content-language"
              + " content-length content-location content-range content-type cookie date etag expect"
              + " expires from host if-match if-modified-since if-none-match if-range"
              + " if-unmodified-since last-modified link location max-forwards proxy-authenticate"
              + " proxy-authorization range referer refresh retry-after server set-cookie"
              + " strict-transport-security transfer-encoding user-agent vary via www-authenticate")
          .split(" ");

  private static final List<String> STATUSES =
      List.of("200", "204", "206", "304", "400", "404", "500");

  private static final int GRANT = 16_384;

  public record Frame(int type, int flags, int stream, byte[] payload) {
    public boolean has(int flag) {
      return (flags & flag) != 0;
    }

    /// Of RST_STREAM, and of GOAWAY behind its stream.
    public int error() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }
  }

  private final Wire wire;
  private final Map<Integer, Draft> asked = new TreeMap<>();
  private int lastStream = -1;
  private int ungranted;

  private Http2(Wire wire) {
    this.wire = wire;
  }

  public static Http2 open(Wire.Dialer dialer, String url) throws IOException {
    var connection = new Http2(dialer.dial(url, "h2"));
    connection.wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
    connection.frame(SETTINGS, 0, 0, NO_TABLE);
    return connection;
  }

  public int newStream() {
    return lastStream += 2;
  }

  public void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    wire.send(encoded(type, flags, stream, payload));
  }

  public static byte[] encoded(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  public void raw(byte[] bytes) throws IOException {
    wire.send(bytes);
  }

  /// @return the stream it was sent on
  public int request(Draft draft) throws IOException {
    int stream = newStream();
    asked.put(stream, draft);
    byte[] block = block(draft);
    int end = draft.body.length == 0 ? END_STREAM : 0;
    for (int at = 0; at == 0 || at < block.length; at += 16_000) {
      byte[] part = java.util.Arrays.copyOfRange(block, at, Math.min(block.length, at + 16_000));
      int last = at + 16_000 >= block.length ? END_HEADERS : 0;
      frame(at == 0 ? HEADERS : CONTINUATION, last | (at == 0 ? end : 0), stream, part);
    }
    for (int at = 0; at < draft.body.length; at += 16_000) {
      int to = Math.min(draft.body.length, at + 16_000);
      byte[] part = java.util.Arrays.copyOfRange(draft.body, at, to);
      frame(DATA, to == draft.body.length ? END_STREAM : 0, stream, part);
    }
    return stream;
  }

  public static byte[] block(Draft draft) {
    var block = new ByteArrayOutputStream();
    literal(block, ":method", draft.method);
    literal(block, ":scheme", "https");
    literal(block, ":path", draft.target);
    for (Draft.Header header : draft.headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      literal(block, name.equals("host") ? ":authority" : name, header.value());
    }
    return block.toByteArray();
  }

  public static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0x10);
    text(block, name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    int rest = bytes.length - 127;
    block.write(Math.min(127, bytes.length));
    if (rest >= 0) {
      for (; rest >= 128; rest >>= 7) {
        block.write(rest & 127 | 128);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  /// The next frame; settings and pings of the peer are acknowledged on the way.
  ///
  /// @return empty if the connection has ended
  public Optional<Frame> next() throws IOException {
    try {
      byte[] head = exactly(9);
      ByteBuffer fields = ByteBuffer.wrap(head);
      int length = (head[0] & 0xff) << 16 | fields.getShort(1) & 0xffff;
      var frame = new Frame(head[3], head[4], fields.getInt(5), exactly(length));
      if ((frame.type() == SETTINGS || frame.type() == PING) && !frame.has(ACK)) {
        frame(frame.type(), ACK, 0, frame.type() == PING ? frame.payload() : new byte[0]);
      }
      return Optional.of(frame);
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private byte[] exactly(int length) throws IOException {
    InputStream in = wire.in();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /// What ended a stream: an answer, or the frame that refused one.
  public record Ending(Optional<Wire.Answer> answer, Optional<Frame> refusal) {}

  /// Waits for the end of a stream; what comes on others is dropped.
  public Ending ending(int stream) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>();
    var body = new ByteArrayOutputStream();
    while (true) {
      Optional<Frame> read = next();
      if (read.isEmpty() || read.get().type() == GOAWAY) {
        return new Ending(Optional.empty(), read);
      }
      Frame frame = read.get();
      if (frame.stream() != stream) {
        continue;
      }
      if (frame.type() == RST_STREAM) {
        return new Ending(Optional.empty(), read);
      }
      if (frame.type() == HEADERS) {
        headers = parsed(frame);
      } else if (frame.type() == DATA) {
        body.write(frame.payload());
        took(frame);
      }
      boolean informational =
          headers.getOrDefault(":status", List.of("")).getFirst().startsWith("1");
      if (frame.has(END_STREAM) && !informational) {
        if (!headers.containsKey(":status")) {
          throw new AssertionError(
              "an answer without a status: "
                  + frame
                  + headers
                  + java.util.HexFormat.of().formatHex(frame.payload()));
        }
        int status = Integer.parseInt(headers.get(":status").getFirst());
        return new Ending(
            Optional.of(described(stream, new Wire.Answer(status, headers, body.toByteArray()))),
            Optional.empty());
      }
    }
  }

  /// Grants as much again, a quarter of a window at a time: behind a short answer the other side
  /// may have closed, and what it has still said could not be read after a write that fails.
  private void took(Frame data) throws IOException {
    ungranted += data.payload().length;
    if (ungranted < GRANT) {
      return;
    }
    byte[] more = ByteBuffer.allocate(4).putInt(ungranted).array();
    ungranted = 0;
    frame(WINDOW_UPDATE, 0, 0, more);
    if (!data.has(END_STREAM)) {
      frame(WINDOW_UPDATE, 0, data.stream(), more);
    }
  }

  private Wire.Answer described(int stream, Wire.Answer answer) {
    Draft draft = asked.remove(stream);
    boolean known = draft != null && draft.raw.length == 0 && !answer.isBare();
    return known ? answer.described(draft.method, draft.target) : answer;
  }

  private static Map<String, List<String>> parsed(Frame frame) {
    try {
      return headers(ByteBuffer.wrap(frame.payload()).position(frame.has(PRIORITY) ? 5 : 0));
    } catch (java.nio.BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new AssertionError(
          "not HPACK without a table: " + java.util.HexFormat.of().formatHex(frame.payload()), e);
    }
  }

  private static Map<String, List<String>> headers(ByteBuffer block) {
    Map<String, List<String>> headers = new TreeMap<>();
    while (block.hasRemaining()) {
      int first = block.get() & 0xff;
      if (first >= 0x80) { // indexed: of those, answers have only statuses
        add(headers, ":status", STATUSES.get((first & 0x7f) - 8));
      } else if (first >= 0x20 && first < 0x40) {
        number(block, first, 31); // the size of the table, which is none
      } else {
        int index = number(block, first, first >= 0x40 ? 63 : 15);
        String name = index == 0 ? text(block) : NAMES[index];
        add(headers, name, text(block));
      }
    }
    return headers;
  }

  private static void add(Map<String, List<String>> headers, String name, String value) {
    headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private static int number(ByteBuffer block, int first, int mask) {
    int value = first & mask;
    if (value < mask) {
      return value;
    }
    for (int shift = 0; ; shift += 7) {
      int next = block.get();
      value += (next & 127) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static String text(ByteBuffer block) {
    int first = block.get();
    if (first < 0) {
      throw new AssertionError("Huffman, which Netty keeps for 512 characters and more");
    }
    byte[] text = new byte[number(block, first, 127)];
    block.get(text);
    return new String(text, ISO_8859_1);
  }

  @Override
  public void close() {
    wire.close();
  }
}
