package dev.giftwarden.gift.gift;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How far a gift has come. What may follow what is said here and nowhere else.
public enum GiftState {
  CANCELLED(Set.of()),
  SENT(Set.of(CANCELLED));

  private final Set<GiftState> next;

  GiftState(Set<GiftState> next) {
    this.next = next;
  }

  public boolean mayBecome(GiftState state) {
    return next.contains(state);
  }

  /// The states from which a gift may become `this`.
  List<GiftState> before() {
    return Arrays.stream(values()).filter(state -> state.mayBecome(this)).toList();
  }

  /// The same word in the database and in the API.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static GiftState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
