package dev.giftwarden.gift.webhook.send;

/// What came of sending a message once.
sealed interface Attempt {

  /// The receiver answered.
  record Answered(int status) implements Attempt {

    /// It has it.
    boolean isTaken() {
      return 200 <= status && status < 300;
    }

    /// It says that nobody will ever take it (RFC 9110, section 15.5.11).
    boolean isGone() {
      return status == 410;
    }
  }

  /// There was no answer.
  ///
  /// @param why for whoever looks at deliveries: nothing of what is inside our network
  record Failed(String why) implements Attempt {}
}
