package dev.giftwarden.edge.body;

import dev.giftwarden.auth.client.refusal.ProblemType;
import java.io.IOException;

/// A body that was worked on as it arrived did not come to its end.
public final class BrokenBodyException extends IOException {
  private static final long serialVersionUID = 1;

  private final ProblemType type;

  public BrokenBodyException(ProblemType type) {
    super("a body broke off: " + type);
    this.type = type;
  }

  /// What whoever sent it is answered, if it is still there.
  public ProblemType type() {
    return type;
  }
}
