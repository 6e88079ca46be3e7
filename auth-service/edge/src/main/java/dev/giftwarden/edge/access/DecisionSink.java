package dev.giftwarden.edge.access;

/// Where refusals go to be recorded.
public interface DecisionSink {

  /// Returns when the record is safe, because the refused caller's answer waits for it; anonymous
  /// ones may be counted instead. Runs on a thread that may block.
  ///
  /// @throws RuntimeException when it cannot be recorded; the caller then gets that failure's
  ///   problem
  void refused(Denial denial);
}
