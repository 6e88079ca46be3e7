package dev.giftwarden.auth.revocation;

import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.edge.problem.Problem.FieldError;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Either the certificate, or what stands in it.
@Schema(
    name = "RevokeInternalCertificateV1",
    description = "A service's or an operator's certificate: itself, or its serial, holder and end",
    examples =
        """
        {"reason": "keyCompromise", "serial": "4f0d2c", "notAfter": "2027-02-01T00:00:00Z",
         "holder": "spiffe://services.giftwarden.example/gift"}
        """)
record RevokeAny(
    @NotNull RevocationReason reason,
    @Nullable PostedCertificate certificate,
    @Nullable Serial serial,
    @Nullable HolderId holder,
    @Nullable Instant notAfter) {

  /// What is to die, or the first field at fault.
  sealed interface Reading {
    record Named(Condemned certificate) implements Reading {}

    record Faulty(FieldError fault) implements Reading {}
  }

  Reading read() {
    if (certificate != null && serial == null && holder == null && notAfter == null) {
      PeerCertificate read = certificate.read();
      return named(new Condemned(read.serial(), read.id(), Optional.empty(), read.notAfter()));
    }
    if (certificate != null) {
      return faulty("certificate", "either this, or serial, holder and notAfter");
    }
    if (serial == null) {
      return faulty("serial", "with holder and notAfter, where no certificate is given");
    }
    if (holder == null) {
      return faulty("holder", "with serial and notAfter");
    }
    if (notAfter == null) {
      return faulty("notAfter", "with serial and holder");
    }
    return named(new Condemned(serial.value(), holder.id(), Optional.empty(), notAfter));
  }

  private static Reading named(Condemned certificate) {
    return certificate.holder().kind() == Kind.PARTNER
        ? faulty("holder", "a service or an operator; a partner's is revoked at its client")
        : new Reading.Named(certificate);
  }

  private static Reading faulty(String field, String message) {
    return new Reading.Faulty(new FieldError(field, message));
  }
}
