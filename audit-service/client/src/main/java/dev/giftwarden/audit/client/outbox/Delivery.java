package dev.giftwarden.audit.client.outbox;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Delivers a batch. Where audit refuses it for good, the batch is halved until the events stand
/// alone that it refuses; all others arrive.
final class Delivery {
  private static final int LONGEST_REFUSAL = 500;

  private record Waiting(long position, ByteString event) {}

  private final Consumer<List<ByteString>> audit;
  private final List<Waiting> batch = new ArrayList<>();
  private final List<Long> delivered = new ArrayList<>();
  private final Map<Long, String> refused = new LinkedHashMap<>();

  /// @param audit throws [AppendRefusedException] for what it never takes, and anything else for
  ///   what it does not take now
  Delivery(Consumer<List<ByteString>> audit) {
    this.audit = audit;
  }

  void add(long position, byte[] event) {
    batch.add(new Waiting(position, ByteString.copyFrom(event)));
  }

  void run() {
    deliver(batch);
  }

  private void deliver(List<Waiting> part) {
    if (part.isEmpty()) {
      return;
    }
    try {
      audit.accept(part.stream().map(Waiting::event).toList());
      part.forEach(waiting -> delivered.add(waiting.position));
    } catch (AppendRefusedException no) {
      refused(part, no);
    }
  }

  private void refused(List<Waiting> part, AppendRefusedException no) {
    if (part.size() == 1) {
      String reason = String.valueOf(no.getMessage());
      refused.put(
          part.getFirst().position,
          reason.length() <= LONGEST_REFUSAL ? reason : reason.substring(0, LONGEST_REFUSAL));
      return;
    }
    int half = part.size() / 2;
    deliver(part.subList(0, half));
    deliver(part.subList(half, part.size()));
  }

  List<Long> delivered() {
    return List.copyOf(delivered);
  }

  /// Audit's reason by position.
  Map<Long, String> refused() {
    return refused;
  }
}
