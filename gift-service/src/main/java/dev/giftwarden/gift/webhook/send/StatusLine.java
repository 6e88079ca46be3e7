package dev.giftwarden.gift.webhook.send;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first line of an answer (RFC 9112, section 4).
final class StatusLine {

  private static final Pattern FORM =
      Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: [^\\r\\n]*)?\\r?\\n");
  private static final String END_OF_HEAD = "\r\n\r\n";

  private StatusLine() {}

  /// Of the answer that `read` begins with, behind the interim ones (1xx); 0: not known yet.
  static int in(CharSequence read) {
    String rest = read.toString();
    while (true) {
      Matcher line = FORM.matcher(rest);
      if (!line.lookingAt()) {
        return 0;
      }
      int status = Integer.parseInt(line.group(1));
      if (status >= 200) {
        return status;
      }
      int end = rest.indexOf(END_OF_HEAD);
      if (end < 0) {
        return 0;
      }
      rest = rest.substring(end + END_OF_HEAD.length());
    }
  }
}
