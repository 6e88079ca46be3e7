package dev.giftwarden.auth.token;

import java.util.Map;

/// What a credential stands for, as the database had it at one moment.
interface Stood {
  /// Of all whom it is about, by the names under which the trust feed knows them.
  Map<String, Long> epochs();

  /// The last change of the trust feed that was in it.
  long number();
}
