package dev.giftwarden.audit.client.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/// An event on its way to be one. Parts may come from a stranger's request, so what cannot be
/// recorded is replaced (`U+FFFD`) and what is too long is cut (ending in `…`): odd bytes must not
/// keep a refusal out of the log.
public final class AuditEventDraft {
  private static final String CUT = "…";

  private final String actor;
  private final String action;
  private String account = "";
  private String subAccount = "";
  private String environment = "";
  private String target = "";
  private String sourceAddress = "";
  private String certificateSerial = "";
  private String keyId = "";
  private String apiVersion = "";
  private String requestId = "";
  private long count = 1;

  AuditEventDraft(String actor, String action) {
    this.actor = recordable(actor);
    this.action = recordable(action);
  }

  public AuditEventDraft account(String account) {
    this.account = recordable(account);
    return this;
  }

  public AuditEventDraft subAccount(String subAccount) {
    this.subAccount = recordable(subAccount);
    return this;
  }

  /// Which of the two worlds it happened in.
  ///
  /// @param environment `live` or `test`
  public AuditEventDraft environment(String environment) {
    this.environment = environment;
    return this;
  }

  public AuditEventDraft target(String target) {
    this.target = recordable(target);
    return this;
  }

  public AuditEventDraft sourceAddress(String sourceAddress) {
    this.sourceAddress = recordable(sourceAddress);
    return this;
  }

  public AuditEventDraft certificateSerial(String certificateSerial) {
    this.certificateSerial = recordable(certificateSerial);
    return this;
  }

  public AuditEventDraft keyId(String keyId) {
    this.keyId = recordable(keyId);
    return this;
  }

  public AuditEventDraft apiVersion(String apiVersion) {
    this.apiVersion = recordable(apiVersion);
    return this;
  }

  public AuditEventDraft requestId(String requestId) {
    this.requestId = recordable(requestId);
    return this;
  }

  /// How many like facts the record stands for, at least 1.
  public AuditEventDraft count(long count) {
    this.count = count;
    return this;
  }

  public AuditEvent succeeded(Instant time) {
    return event(time, Outcome.SUCCESS, "");
  }

  /// The event, as a refusal.
  ///
  /// @param reason the precise internal one, such as `key-revoked`
  public AuditEvent refused(Instant time, String reason) {
    return event(time, Outcome.REFUSED, recordable(reason));
  }

  private AuditEvent event(Instant time, Outcome outcome, String reason) {
    return new AuditEvent(
        UUID.randomUUID(),
        time,
        account,
        subAccount,
        environment,
        actor,
        action,
        target,
        outcome,
        reason,
        sourceAddress,
        certificateSerial,
        keyId,
        apiVersion,
        requestId,
        count);
  }

  private static String recordable(String text) {
    if (AuditEvent.isPlain(text)) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int left = AuditEvent.MAX_TEXT_BYTES - bytes(CUT);
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int found = text.codePointAt(at);
      String next = AuditEvent.isUnprintable(found) ? "\uFFFD" : Character.toString(found);
      left -= bytes(next);
      if (left < 0) {
        return kept.append(CUT).toString();
      }
      kept.append(next);
    }
    return kept.toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
