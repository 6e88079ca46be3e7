package dev.giftwarden.edge.framing;

/// What a byte means to whoever follows it.
enum Step {
  /// In the middle.
  MORE,

  /// The last byte of what was being read.
  DONE,

  /// No byte that may stand here.
  FAULT
}
