package dev.giftwarden.auth.certificate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.certs.path.CertificateForm;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a handshake cannot say: everything that is wrong with a client certificate, at once.
///
/// @param accepted whether the public listeners take it, sent as it was posted
/// @param holder the SPIFFE id; absent if it has not exactly one
/// @param problems in the order in which they matter; empty exactly if accepted
/// @param warnings about what was posted beside it; they change no verdict
@Schema(
    name = "CertificateReportV1",
    description = "What a handshake cannot say: everything that is wrong with a certificate")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true)
record CertificateReport(
    boolean accepted,
    @Nullable String holder,
    String thumbprint,
    String serial,
    Instant notBefore,
    Instant notAfter,
    List<Finding> problems,
    List<Finding> warnings) {

  /// Whoever sees what was posted has the key from then on: we, and every machine in between.
  static final String KEY_EXPOSED =
      "a private key was posted with it: take it for stolen, and get a new certificate with a new"
          + " key";

  /// @param problem a word for programs: `expired`
  /// @param detail a sentence for people
  @Schema(name = "CertificateFindingV1", description = "One thing that is wrong with it")
  @RegisterForReflection(registerFullHierarchy = true)
  record Finding(String problem, String detail) {}

  static CertificateReport of(
      X509Certificate leaf, ChainCheck.Outcome outcome, boolean exposesKey) {
    return new CertificateReport(
        outcome instanceof ChainCheck.Accepted,
        holder(leaf),
        Thumbprint.of(leaf).value(),
        CertificateForm.serial(leaf),
        leaf.getNotBefore().toInstant(),
        leaf.getNotAfter().toInstant(),
        switch (outcome) {
          case ChainCheck.Accepted _ -> List.of();
          case ChainCheck.Refused refused ->
              refused.reasons().stream().map(CertificateReport::finding).toList();
        },
        exposesKey ? List.of(new Finding("private-key-exposed", KEY_EXPOSED)) : List.of());
  }

  private static Finding finding(ChainCheck.Reason reason) {
    return new Finding(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), reason.text());
  }

  private static @Nullable String holder(X509Certificate leaf) {
    try {
      return PeerCertificate.of(leaf).id().uri();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
