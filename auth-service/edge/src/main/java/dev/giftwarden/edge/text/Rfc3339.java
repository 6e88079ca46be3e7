package dev.giftwarden.edge.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Times as the API writes them: UTC, always with milliseconds, such as `2026-11-22T15:04:05.000Z`.
public final class Rfc3339 {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Rfc3339() {}

  public static String text(Instant time) {
    return FORM.format(time);
  }
}
