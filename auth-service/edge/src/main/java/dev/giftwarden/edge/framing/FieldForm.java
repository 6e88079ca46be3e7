package dev.giftwarden.edge.framing;

import java.util.Map;

/// The form of a field that came over HTTP/2 (RFC 9113, section 8.2.1), where any octet can be
/// sent: the decoder lets pass what would end a line for whoever writes it down as HTTP/1.1 or into
/// a log.
public final class FieldForm {
  private FieldForm() {}

  /// Whether all of them may be: names are tokens, values have no control and no blank at an end.
  public static boolean areRight(Iterable<Map.Entry<String, String>> fields) {
    for (Map.Entry<String, String> field : fields) {
      if (!isName(field.getKey()) || !isValue(field.getValue())) {
        return false;
      }
    }
    return true;
  }

  /// Pseudo-header fields are the decoder's to judge.
  private static boolean isName(String name) {
    return name.startsWith(":") || !name.isEmpty() && name.chars().allMatch(Octets::isToken);
  }

  private static boolean isValue(String value) {
    return value.isEmpty()
        || !Octets.isBlank(value.charAt(0))
            && !Octets.isBlank(value.charAt(value.length() - 1))
            && value.chars().allMatch(Octets::isText);
  }
}
