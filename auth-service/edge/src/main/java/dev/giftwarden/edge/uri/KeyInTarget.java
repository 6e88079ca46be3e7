package dev.giftwarden.edge.uri;

import dev.giftwarden.auth.client.exchange.EnrolmentCodeForm;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.edge.text.Percent;

/// Finds a key or an enrolment code wherever it stands in a target: as a value or a name of the
/// query, in a path or in a parameter of one, in the user of a URL, encoded as often as anybody
/// did. What it finds has been written down by whoever carried it here.
public final class KeyInTarget {
  /// Each proxy on the way may have encoded once more. What lies deeper is found by nobody's log
  /// search either, and nothing behind this decodes more than once.
  private static final int LAYERS = 8;

  private KeyInTarget() {}

  /// @param raw as it came, well-formed or not
  public static boolean isIn(String raw) {
    String text = raw;
    for (int layer = 0; layer <= LAYERS; layer++) {
      if (text.contains(PresentedKey.PREFIX) || text.contains(EnrolmentCodeForm.PREFIX)) {
        return true;
      }
      String peeled = Percent.peel(text);
      if (peeled.length() == text.length()) {
        return false;
      }
      text = peeled;
    }
    return false;
  }
}
