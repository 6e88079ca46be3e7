package dev.giftwarden.local.stack;

/// Something that the person at the terminal can understand and mend. Its message is one line, and
/// is all they see; everything else that is thrown is a bug, and shows its stack.
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Failure(String line) {
    super(line);
  }

  public Failure(String line, Throwable cause) {
    super(line, cause);
  }
}
