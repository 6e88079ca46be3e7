package dev.giftwarden.auth.revocation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pem;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A certificate that somebody wants dead. Nothing vouches for what stands in it, and nothing has
/// to: who posts it may revoke by serial alone.
@Schema(
    implementation = String.class,
    description = "A certificate, PEM; what follows it is ignored",
    maxLength = 65536)
record PostedCertificate(PeerCertificate read) {
  private static final int LONGEST = 65_536;

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  PostedCertificate {}

  /// @throws InvalidValue for anything else
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static PostedCertificate of(String pem) {
    try {
      if (pem.length() > LONGEST) {
        throw new InvalidValue("one certificate, PEM");
      }
      return new PostedCertificate(PeerCertificate.of(Pem.certificates(pem).getFirst()));
    } catch (IllegalArgumentException e) {
      throw new InvalidValue("a certificate of Giftwarden, PEM");
    }
  }

  @JsonValue
  String pem() {
    return Pem.encode(read.leaf());
  }
}
