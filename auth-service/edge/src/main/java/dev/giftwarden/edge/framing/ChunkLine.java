package dev.giftwarden.edge.framing;

/// The line before each chunk (RFC 9112, section 7.1): its size in hexadecimal, and extensions,
/// which nobody here knows: they are read as the grammar has them, bounded, and ignored.
final class ChunkLine {
  /// Of one size: leading zeros are allowed, not endless.
  private static final int SIZE_DIGITS = 16;

  /// What the decoder behind us counts in; what is larger would overflow there.
  private static final long LARGEST = Integer.MAX_VALUE;

  /// Of all extensions of one body.
  private static final int EXTENSION_BYTES = 1024;

  private enum At {
    SIZE,
    BEFORE_EXTENSION,
    NAME_START,
    NAME,
    AFTER_NAME,
    VALUE_START,
    VALUE,
    QUOTED,
    ESCAPED,
    AFTER_VALUE,
    LF
  }

  private At at = At.SIZE;
  private int digits;
  private int extensionBytes;
  private long size;

  void beginBody() {
    extensionBytes = 0;
    begin();
  }

  void begin() {
    at = At.SIZE;
    digits = 0;
    size = 0;
  }

  /// 0: the last one, before the trailers.
  long size() {
    return size;
  }

  Step read(int octet) {
    if (at == At.SIZE) {
      return size(octet);
    }
    if (at == At.LF) {
      return octet == Octets.LF ? Step.DONE : Step.FAULT;
    }
    return ++extensionBytes > EXTENSION_BYTES ? Step.FAULT : extension(octet);
  }

  private Step size(int octet) {
    int digit = Character.digit(octet, 16);
    if (digit >= 0 && octet < 0x80) {
      size = size * 16 + digit;
      return ++digits > SIZE_DIGITS || size > LARGEST ? Step.FAULT : Step.MORE;
    }
    if (digits == 0) {
      return Step.FAULT;
    }
    return switch (octet) {
      case Octets.CR -> next(At.LF);
      case ';' -> next(At.NAME_START);
      case Octets.SPACE, Octets.TAB -> next(At.BEFORE_EXTENSION);
      default -> Step.FAULT;
    };
  }

  private Step extension(int octet) {
    return switch (at) {
      case BEFORE_EXTENSION -> blankOr(octet, octet == ';', At.NAME_START);
      case NAME_START -> blankOr(octet, Octets.isToken(octet), At.NAME);
      case NAME -> Octets.isToken(octet) ? Step.MORE : end(octet, At.AFTER_NAME);
      case AFTER_NAME ->
          octet == '=' ? next(At.VALUE_START) : blankOr(octet, octet == ';', At.NAME_START);
      case VALUE_START ->
          octet == '"' ? next(At.QUOTED) : blankOr(octet, Octets.isToken(octet), At.VALUE);
      case VALUE -> Octets.isToken(octet) ? Step.MORE : end(octet, At.BEFORE_EXTENSION);
      case QUOTED -> quoted(octet);
      case ESCAPED -> Octets.isText(octet) ? next(At.QUOTED) : Step.FAULT;
      case AFTER_VALUE -> end(octet, At.BEFORE_EXTENSION);
      case SIZE, LF -> throw new IllegalStateException("no part of an extension");
    };
  }

  private Step quoted(int octet) {
    return switch (octet) {
      case '"' -> next(At.AFTER_VALUE);
      case '\\' -> next(At.ESCAPED);
      default -> Octets.isText(octet) ? Step.MORE : Step.FAULT;
    };
  }

  /// Behind a name or a value.
  private Step end(int octet, At afterBlank) {
    if (octet == Octets.CR) {
      return next(At.LF);
    }
    if (octet == '=' && at == At.NAME) {
      return next(At.VALUE_START);
    }
    if (octet == ';') {
      return next(At.NAME_START);
    }
    return Octets.isBlank(octet) ? next(afterBlank) : Step.FAULT;
  }

  /// Blanks may stand around the marks of an extension (`BWS`), and nowhere else.
  private Step blankOr(int octet, boolean wanted, At then) {
    if (wanted) {
      return next(then);
    }
    return Octets.isBlank(octet) ? Step.MORE : Step.FAULT;
  }

  private Step next(At then) {
    at = then;
    return Step.MORE;
  }
}
