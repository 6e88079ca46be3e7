package dev.giftwarden.acceptance.token;

import java.util.function.Function;

/// One way to try it.
///
/// @param outcome status and problem type that the caller must see
/// @param reason what the audit log must say: it was refused for what is wrong with it, and for
///   nothing else
record Attack(String name, String outcome, String reason, Function<Mint, String> token) {
  private static final String INVALID = "401 token-invalid";

  static Attack invalid(String name, String reason, Function<Mint, String> token) {
    return new Attack(name, INVALID, reason, token);
  }

  static Attack refused(String name, String outcome, String reason, Function<Mint, String> token) {
    return new Attack(name, outcome, reason, token);
  }

  @Override
  public String toString() {
    return name;
  }
}
