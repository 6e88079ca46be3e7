package dev.giftwarden.acceptance.house;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One handshake by `openssl s_client`.
public final class Handshake {
  private static final Pattern ALERT = Pattern.compile("alert number [0-9]+");

  private Handshake() {}

  /// TLS 1.3 refuses a client's certificate after the client's own handshake is done, so s_client
  /// stays a second to read.
  ///
  /// @return `accepted`, the alert, or all that was printed
  public static String with(String address, Identity identity, String... options) {
    String line =
        "(sleep 1) | openssl s_client -connect %s -verify_return_error %s%s"
            .formatted(address, String.join(" ", options), credentials(identity));
    String output = Command.run(Repository.ROOT, "bash", "-c", line).output();
    Matcher alert = ALERT.matcher(output);
    if (alert.find()) {
      return alert.group();
    }
    return output.contains("Verify return code: 0 (ok)") ? "accepted" : output;
  }

  /// The leaf, and what stands behind it in the same file.
  private static String credentials(Identity identity) {
    if (identity.folder() == null) {
      return "";
    }
    String issuer = " -cert_chain <(awk '/BEGIN/ {n++} n > 1' " + identity.certificate() + ")";
    return " -cert %s -key %s%s"
        .formatted(identity.certificate(), identity.key(), identity.hasIssuer() ? issuer : "");
  }
}
