package dev.giftwarden.audit.client.event;

import java.util.regex.Pattern;

/// An event and who reports it: what is sent, stored and committed to, in the bytes of
/// [EventCodec].
///
/// @param source the reporting service's name as its certificate says it: `auth`, `gift`, `audit`
public record RecordedEvent(String source, AuditEvent event) {
  private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9-]{0,38}");

  public RecordedEvent {
    if (!SOURCE.matcher(source).matches()) {
      throw new IllegalArgumentException("source is not a service's name");
    }
  }
}
