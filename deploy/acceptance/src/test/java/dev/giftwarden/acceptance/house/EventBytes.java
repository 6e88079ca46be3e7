package dev.giftwarden.acceptance.house;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The bytes of an event in the audit log, read with the JDK alone.
public final class EventBytes {
  /// The names of its fields, in the order of their bytes, after the tag.
  private static final List<String> FIELDS =
      List.of(
          "id",
          "source",
          "time",
          "account",
          "sub_account",
          "environment",
          "actor",
          "action",
          "target",
          "outcome",
          "reason",
          "source_address",
          "certificate_serial",
          "key_id",
          "api_version",
          "request_id",
          "count");

  private EventBytes() {}

  /// What it says, by the names of its fields.
  public static Map<String, String> fields(byte[] event) {
    ByteBuffer in = ByteBuffer.wrap(event);
    Map<String, String> fields = new TreeMap<>();
    fields.put("tag", new String(field(in), StandardCharsets.UTF_8));
    for (String name : FIELDS) {
      byte[] value = field(in);
      fields.put(
          name,
          switch (name) {
            case "id" -> HexFormat.of().formatHex(value);
            case "time", "count" -> Long.toString(ByteBuffer.wrap(value).getLong());
            default -> new String(value, StandardCharsets.UTF_8);
          });
    }
    return fields;
  }

  private static byte[] field(ByteBuffer in) {
    byte[] value = new byte[in.getInt()];
    in.get(value);
    return value;
  }
}
