package dev.giftwarden.local.stack;

/// Hears what is being done, for somebody who waits.
public interface Progress {

  /// A part begins.
  void begin(String part);

  /// The part that began last is done.
  void done(String result);

  /// Something to know, outside of any part.
  void note(String line);
}
