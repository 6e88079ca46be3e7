package dev.giftwarden.bench.soak;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What clients were told, to be compared with what is there.
///
/// @param gifts by Idempotency-Key
/// @param recipients that were made by a request of their own
/// @param outcomes how often each was answered
/// @param twice Idempotency-Keys that led to two things
record Acknowledged(
    Map<String, String> gifts,
    Set<String> recipients,
    Map<String, LongAdder> outcomes,
    Set<String> twice) {

  static Acknowledged nothing() {
    return new Acknowledged(
        new ConcurrentHashMap<>(),
        ConcurrentHashMap.newKeySet(),
        new ConcurrentHashMap<>(),
        ConcurrentHashMap.newKeySet());
  }

  void count(String outcome) {
    outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
  }

  void sent(String key, String gift) {
    String before = gifts.putIfAbsent(key, gift);
    if (before != null && !before.equals(gift)) {
      twice.add(key);
    }
  }
}
