package dev.giftwarden.audit.client.bundle;

/// Ends the reading of a folder from wherever a file turns out not to be what it should.
final class MalformedFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String why;

  MalformedFileException(String file, String why) {
    super(file + " " + why);
    this.file = file;
    this.why = why;
  }

  Verdict verdict() {
    return new Verdict.Malformed(file, why);
  }
}
