package dev.giftwarden.audit.client.event;

/// How an act ended. There is no third: what failed for our own reasons is no fact about the
/// caller.
public enum Outcome {
  SUCCESS("success"),
  REFUSED("refused");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /// The word in messages, hashed bytes and answers.
  public String text() {
    return text;
  }

  /// The outcome of that word.
  ///
  /// @throws IllegalArgumentException for any other word
  public static Outcome parse(String text) {
    for (Outcome outcome : values()) {
      if (outcome.text.equals(text)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("outcome is neither success nor refused");
  }
}
