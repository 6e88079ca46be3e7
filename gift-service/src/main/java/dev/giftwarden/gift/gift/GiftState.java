package dev.giftwarden.gift.gift;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How far a gift has come. What may follow what, and what becomes of the money then, is said here
/// and nowhere else.
@Schema(description = "How far a gift has come")
public enum GiftState {
  CANCELLED(Money.GOES_BACK),
  DECLINED(Money.GOES_BACK),
  EXPIRED(Money.GOES_BACK),
  DELIVERED(Money.STAYS),
  SHIPPED(Money.STAYS, DELIVERED),
  CLAIMED(Money.IS_SPENT, SHIPPED),
  VIEWED(Money.STAYS, CLAIMED, DECLINED, EXPIRED, CANCELLED),
  SENT(Money.STAYS, VIEWED, EXPIRED, CANCELLED),
  /// It waits for its time, and for nothing else: its money is held. It is over unsent only where
  /// no replica was there to send it.
  CREATED(Money.STAYS, SENT, EXPIRED, CANCELLED);

  /// What a gift that comes into a state does with what it holds of its budget.
  enum Money {
    STAYS,
    /// What it costs, which is all of it unless its recipient has chosen: the rest goes back.
    IS_SPENT,
    GOES_BACK
  }

  private final Money money;
  private final Set<GiftState> next;

  GiftState(Money money, GiftState... next) {
    this.money = money;
    this.next = Set.of(next);
  }

  public boolean mayBecome(GiftState state) {
    return next.contains(state);
  }

  /// Whether a gift can begin with it.
  boolean isFirst() {
    return this == CREATED || this == SENT;
  }

  /// The states from which a gift may become `this`.
  List<GiftState> before() {
    return Arrays.stream(values()).filter(state -> state.mayBecome(this)).toList();
  }

  Money money() {
    return money;
  }

  /// Whether it came to nothing.
  public boolean isOff() {
    return money == Money.GOES_BACK;
  }

  /// The same word in the database and in the API.
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// When a gift came into this state is in a column of its own.
  String column() {
    return text() + "_at";
  }

  public static GiftState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
