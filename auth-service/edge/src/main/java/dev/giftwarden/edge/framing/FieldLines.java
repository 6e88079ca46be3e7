package dev.giftwarden.edge.framing;

/// The fields of a head or of trailers, to the empty line behind them (RFC 9112, section 5): a name
/// that touches its colon, a value on one line, CR and LF at the end of each. Keeps what the fields
/// say about the length of the body, which may be said once.
final class FieldLines {
  /// Longer than every name that counts here.
  private static final int NAME_BYTES = 20;

  /// Of digits: more would not fit a number, and no body is that long.
  private static final int LENGTH_DIGITS = 18;

  private static final long UNSAID = -1;
  private static final String CHUNKED = "chunked";

  private enum At {
    LINE,
    NAME,
    VALUE,
    LF,
    LAST_LF
  }

  private enum Kind {
    OTHER(""),
    LENGTH("content-length"),
    CODING("transfer-encoding"),

    /// Of the draft hixie-76: Netty reads eight bytes behind the head of whoever sends it with its
    /// sister, whatever else is said about the body.
    OLD_WEB_SOCKET("sec-websocket-key1");

    private final String name;

    Kind(String name) {
      this.name = name;
    }
  }

  private static final Kind[] KINDS = Kind.values();

  private At at = At.LINE;
  private boolean trailers;
  private final byte[] name = new byte[NAME_BYTES];
  private int nameRead;
  private Kind kind = Kind.OTHER;

  /// Of a value that counts: how much of it was read, and whether blanks have ended it.
  private int valueRead;

  private boolean valueOver;
  private long length = UNSAID;
  private boolean chunked;

  /// @param ofTrailers where no field says anything about the length of a body
  void begin(boolean ofTrailers) {
    at = At.LINE;
    trailers = ofTrailers;
    length = UNSAID;
    chunked = false;
  }

  boolean saysLength() {
    return length != UNSAID;
  }

  /// Bytes, 0 if unsaid.
  long length() {
    return Math.max(length, 0);
  }

  boolean isChunked() {
    return chunked;
  }

  Step read(int octet) {
    return switch (at) {
      case LINE -> line(octet);
      case NAME -> name(octet);
      case VALUE -> value(octet);
      case LF -> endOfLine(octet);
      case LAST_LF -> octet == Octets.LF ? Step.DONE : Step.FAULT;
    };
  }

  /// A blank would fold the line before (section 5.2), which two readers read as two things.
  private Step line(int octet) {
    if (octet == Octets.CR) {
      at = At.LAST_LF;
      return Step.MORE;
    }
    nameRead = 0;
    at = At.NAME;
    return octet == ':' ? Step.FAULT : name(octet);
  }

  private Step name(int octet) {
    if (octet == ':') {
      return beginValue();
    }
    if (nameRead < NAME_BYTES) {
      name[nameRead++] = (byte) Octets.lower(octet);
    }
    return Octets.isToken(octet) ? Step.MORE : Step.FAULT;
  }

  private Step beginValue() {
    at = At.VALUE;
    kind = kind();
    valueRead = 0;
    valueOver = false;
    return switch (kind) {
      case OTHER -> Step.MORE;
      case OLD_WEB_SOCKET -> Step.FAULT;
      case LENGTH, CODING -> {
        boolean second = kind == Kind.LENGTH ? saysLength() : chunked;
        length = kind == Kind.LENGTH ? 0 : length;
        yield second || trailers ? Step.FAULT : Step.MORE;
      }
    };
  }

  private Kind kind() {
    for (Kind known : KINDS) {
      if (is(known.name)) {
        return known;
      }
    }
    return Kind.OTHER;
  }

  private boolean is(String wanted) {
    boolean same = nameRead == wanted.length();
    for (int i = 0; same && i < nameRead; i++) {
      same = name[i] == wanted.charAt(i);
    }
    return same;
  }

  private Step value(int octet) {
    if (octet == Octets.CR) {
      at = At.LF;
      return Step.MORE;
    }
    if (kind == Kind.OTHER) {
      return Octets.isText(octet) ? Step.MORE : Step.FAULT;
    }
    if (Octets.isBlank(octet)) {
      valueOver = valueRead > 0;
      return Step.MORE;
    }
    boolean fits = !valueOver && (kind == Kind.LENGTH ? digit(octet) : coding(octet));
    valueRead++;
    return fits ? Step.MORE : Step.FAULT;
  }

  private boolean digit(int octet) {
    length = length * 10 + octet - '0';
    return octet >= '0' && octet <= '9' && valueRead < LENGTH_DIGITS;
  }

  /// One coding, the only one that every recipient has to know (section 7); names of codings have
  /// no case.
  private boolean coding(int octet) {
    return valueRead < CHUNKED.length() && Octets.lower(octet) == CHUNKED.charAt(valueRead);
  }

  private Step endOfLine(int octet) {
    at = At.LINE;
    if (kind == Kind.CODING) {
      chunked = valueRead == CHUNKED.length();
    }
    boolean whole =
        switch (kind) {
          case OTHER, OLD_WEB_SOCKET -> true;
          case LENGTH -> valueRead > 0;
          case CODING -> chunked;
        };
    return whole && octet == Octets.LF ? Step.MORE : Step.FAULT;
  }
}
