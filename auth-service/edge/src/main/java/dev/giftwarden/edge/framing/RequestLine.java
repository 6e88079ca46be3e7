package dev.giftwarden.edge.framing;

/// The first line of a request (RFC 9112, section 3): three words, one space between two, of
/// HTTP/1.1 or HTTP/1.0. One empty line may stand before it (section 2.2).
final class RequestLine {
  private static final String VERSION = "HTTP/1.";

  /// What comes in one record of TLS.
  private static final int MOST_KEPT = 16 * 1024;

  private enum At {
    BEFORE,
    BEFORE_LF,
    METHOD,
    TARGET_START,
    TARGET,
    VERSION,
    MINOR,
    CR,
    LF
  }

  private final StringBuilder target = new StringBuilder();
  private At at = At.BEFORE;
  private boolean emptyLine;
  private int versionRead;
  private boolean latest;

  void begin() {
    at = At.BEFORE;
    emptyLine = false;
    versionRead = 0;
  }

  /// Nothing of it has come.
  boolean isBefore() {
    return at == At.BEFORE && !emptyLine;
  }

  /// HTTP/1.1, not HTTP/1.0.
  boolean isLatest() {
    return latest;
  }

  /// Of the last line that had one, an octet a character: as much as has come, and is kept.
  String target() {
    return target.toString();
  }

  Step read(int octet) {
    return switch (at) {
      case BEFORE -> before(octet);
      case BEFORE_LF -> next(octet == Octets.LF, At.BEFORE);
      case METHOD ->
          octet == Octets.SPACE ? next(true, At.TARGET_START) : next(Octets.isToken(octet), at);
      case TARGET_START -> {
        target.setLength(0);
        yield ofTarget(octet);
      }
      case TARGET -> octet == Octets.SPACE ? next(true, At.VERSION) : ofTarget(octet);
      case VERSION -> version(octet);
      case MINOR -> minor(octet);
      case CR -> next(octet == Octets.CR, At.LF);
      case LF -> octet == Octets.LF ? Step.DONE : Step.FAULT;
    };
  }

  private Step before(int octet) {
    if (octet == Octets.CR && !emptyLine) {
      emptyLine = true;
      return next(true, At.BEFORE_LF);
    }
    return next(Octets.isToken(octet), At.METHOD);
  }

  private Step ofTarget(int octet) {
    if (target.length() < MOST_KEPT) {
      target.append((char) octet);
    }
    return next(Octets.isVisible(octet), At.TARGET);
  }

  private Step version(int octet) {
    boolean fits = octet == VERSION.charAt(versionRead++);
    return next(fits, versionRead == VERSION.length() ? At.MINOR : at);
  }

  private Step minor(int octet) {
    latest = octet == '1';
    return next(latest || octet == '0', At.CR);
  }

  private Step next(boolean allowed, At then) {
    at = then;
    return allowed ? Step.MORE : Step.FAULT;
  }
}
