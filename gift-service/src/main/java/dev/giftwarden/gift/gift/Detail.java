package dev.giftwarden.gift.gift;

/// How much a caller wants to see of what a gift refers to.
public enum Detail {
  /// Its id.
  REFERENCE,
  /// The recipient as well, as far as the caller may see people.
  RECIPIENT
}
