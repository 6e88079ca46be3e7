package dev.giftwarden.audit.client.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/// One fact for the log, without names, addresses or secrets of people. An empty string says that
/// the fact has no such part. Who reports it stands beside it, in a [RecordedEvent].
///
/// @param id one per fact; an event sent twice is one entry
/// @param time when it happened, from 1970 on, cut to the millisecond
/// @param environment `live`, `test` or empty
/// @param actor who: `key:4fKq…`, a SPIFFE id, `anonymous`
/// @param action what: `gift.send`, `key.revoke`, …
/// @param target on what: an id such as `gft_…`
/// @param reason why refused, precisely; present exactly when the outcome is `REFUSED`
/// @param sourceAddress IP address, or a prefix in a counted record
/// @param certificateSerial lower-case hex
/// @param count how many like facts this record stands for, at least 1
public record AuditEvent(
    UUID id,
    Instant time,
    String account,
    String subAccount,
    String environment,
    String actor,
    String action,
    String target,
    Outcome outcome,
    String reason,
    String sourceAddress,
    String certificateSerial,
    String keyId,
    String apiVersion,
    String requestId,
    long count) {

  /// Longest text part, in bytes of UTF-8. The longest honest one is a SPIFFE id of about 150.
  public static final int MAX_TEXT_BYTES = 512;

  public AuditEvent {
    time = time.truncatedTo(ChronoUnit.MILLIS);
    check(time.toEpochMilli() >= 0, "time is before 1970");
    for (String part :
        List.of(
            account,
            subAccount,
            environment,
            actor,
            action,
            target,
            reason,
            sourceAddress,
            certificateSerial,
            keyId,
            apiVersion,
            requestId)) {
      check(isPlain(part), "a part is too long or has a control or broken character");
    }
    check(List.of("", "live", "test").contains(environment), "environment is not live or test");
    check(!actor.isEmpty(), "actor is missing");
    check(!action.isEmpty(), "action is missing");
    check(
        (outcome == Outcome.REFUSED) != reason.isEmpty(),
        "a refusal has a reason, and nothing else has one");
    check(count >= 1, "count is below 1");
  }

  /// Starts an event about `actor` doing `action`.
  public static AuditEventDraft of(String actor, String action) {
    return new AuditEventDraft(actor, action);
  }

  /// Whether a part may be recorded as it is.
  public static boolean isPlain(String text) {
    return text.codePoints().noneMatch(AuditEvent::isUnprintable)
        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES;
  }

  /// Control characters would forge lines in a reader's terminal; a lone surrogate has no UTF-8, so
  /// two different texts would hash alike.
  static boolean isUnprintable(int codePoint) {
    return Character.isISOControl(codePoint)
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  private static void check(boolean valid, String problem) {
    if (!valid) {
      throw new IllegalArgumentException(problem);
    }
  }
}
