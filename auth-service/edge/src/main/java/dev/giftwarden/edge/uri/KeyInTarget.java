package dev.giftwarden.edge.uri;

import dev.giftwarden.auth.client.exchange.EnrolmentCodeForm;
import dev.giftwarden.auth.client.exchange.KeyForm;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.edge.text.Percent;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds a key or an enrolment code wherever it stands in a target: as a value or a name of the
/// query, in a path or in a parameter of one, in the user of a URL, encoded as often as anybody
/// did. What it finds has been written down by whoever carried it here.
public final class KeyInTarget {
  /// Each proxy on the way may have encoded once more. What lies deeper is found by nobody's log
  /// search either, and nothing behind this decodes more than once.
  private static final int LAYERS = 8;

  /// More than anybody sends by mistake; each has to be proven by auth.
  private static final int MOST_KEYS = 8;

  private static final Pattern KEY = Pattern.compile(KeyForm.PATTERN);

  private KeyInTarget() {}

  /// @param raw as it came, well-formed or not
  public static boolean isIn(String raw) {
    return layers(raw)
        .anyMatch(
            text -> text.contains(PresentedKey.PREFIX) || text.contains(EnrolmentCodeForm.PREFIX));
  }

  /// The keys that stand whole in it, each once; of the rest nobody could prove anything.
  public static List<PresentedKey> keys(String raw) {
    return layers(raw)
        .flatMap(text -> KEY.matcher(text).results())
        .map(MatchResult::group)
        .filter(KeyForm::isWhole)
        .distinct()
        .limit(MOST_KEYS)
        .map(PresentedKey::new)
        .toList();
  }

  /// As it came, and with each layer of escapes taken off.
  private static Stream<String> layers(String raw) {
    return Stream.iterate(
            Optional.of(raw), Optional::isPresent, text -> text.flatMap(KeyInTarget::peel))
        .limit(LAYERS + 1)
        .flatMap(Optional::stream);
  }

  private static Optional<String> peel(String text) {
    return Optional.of(Percent.peel(text)).filter(peeled -> peeled.length() < text.length());
  }
}
