package dev.giftwarden.gift.webhook.send;

import java.time.Duration;
import java.util.Optional;

/// What came of sending a message once.
sealed interface Attempt {

  /// The receiver answered.
  ///
  /// @param pause for how long it wants to be left alone
  record Answered(int status, Optional<Duration> pause) implements Attempt {

    Answered(int status) {
      this(status, Optional.empty());
    }

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

  /// The receiver was not asked: somebody rehearses that it fails.
  record Rehearsed() implements Attempt {
    static final int STATUS = 500;

    static final String WHY = "rehearsed: the receiver was not asked";

    /// After them it is a dead letter, so that whoever rehearses sees one within a minute.
    static final int MOST = 3;
  }

  /// For how long the receiver wants to be left alone.
  default Duration wish() {
    return this instanceof Answered answered
        ? answered.pause().orElse(Duration.ZERO)
        : Duration.ZERO;
  }
}
