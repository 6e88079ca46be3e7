package dev.giftwarden.acceptance.watching;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A protobuf message without its schema: the fields by number, as they stand in the bytes.
final class Protobuf {
  private final Map<Integer, List<byte[]>> parts = new HashMap<>();
  private final Map<Integer, List<Long>> numbers = new HashMap<>();

  private Protobuf() {}

  static Protobuf parse(byte[] bytes) {
    Protobuf message = new Protobuf();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      long tag = varint(rest);
      message.field((int) (tag >>> 3), (int) (tag & 7), rest);
    }
    return message;
  }

  private void field(int number, int type, ByteBuffer rest) {
    switch (type) {
      case 0 -> numbers.computeIfAbsent(number, _ -> new ArrayList<>()).add(varint(rest));
      case 1 -> rest.position(rest.position() + Long.BYTES);
      case 5 -> rest.position(rest.position() + Integer.BYTES);
      case 2 -> {
        byte[] part = new byte[(int) varint(rest)];
        rest.get(part);
        parts.computeIfAbsent(number, _ -> new ArrayList<>()).add(part);
      }
      default -> throw new AssertionError("not protobuf: wire type " + type);
    }
  }

  private static long varint(ByteBuffer rest) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = rest.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  Stream<Protobuf> messages(int number) {
    return parts.getOrDefault(number, List.of()).stream().map(Protobuf::parse);
  }

  Stream<String> texts(int number) {
    return parts.getOrDefault(number, List.of()).stream()
        .map(part -> new String(part, StandardCharsets.UTF_8));
  }

  Stream<Long> numbers(int number) {
    return numbers.getOrDefault(number, List.of()).stream();
  }

  /// Empty where there is no such field.
  String hex(int number) {
    return parts.getOrDefault(number, List.of()).stream()
        .map(HexFormat.of()::formatHex)
        .findFirst()
        .orElse("");
  }
}
