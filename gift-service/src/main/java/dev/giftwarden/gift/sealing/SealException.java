package dev.giftwarden.gift.sealing;

import java.io.Serial;

/// What is stored does not open: it is not what was stored there, or the keys are not those it was
/// stored under. Nothing of it is shown.
public final class SealException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  SealException(String why) {
    super("a recipient does not open: " + why);
  }
}
