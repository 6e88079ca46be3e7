package dev.giftwarden.auth.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.text.Lifetime;
import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.text.Utf8;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A request for a certificate with wishes, as JSON. Read by hand, and not before it is known who
/// sends it.
///
/// @param csr PKCS#10 in PEM, or the base64 of its DER
@Schema(
    name = "RequestCertificateV1",
    description = "A certification request, and what the certificate should be",
    requiredProperties = "csr",
    examples =
        """
        {"csr": "-----BEGIN CERTIFICATE REQUEST-----\\n…", "versions": ["v1"], "validity": "P30D"}
        """)
@RegisterForReflection(registerFullHierarchy = true)
record CertificateRequest(
    @Schema(description = "PKCS#10 in PEM, or the base64 of its DER", maxLength = 16384)
        @Nullable String csr,
    @Schema(description = "What it grants; all that the client has if left out", minItems = 1)
        @Nullable Set<ApiVersion> versions,
    @Schema(description = "P90D at most, and so much if left out") @Nullable Lifetime validity) {
  /// As long as a token lives.
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  Issuing.Order order(Subject.Client client) {
    if (csr == null || csr.isBlank()) {
      throw new InvalidParameter("csr", "PKCS#10 in PEM, or the base64 of its DER");
    }
    if (versions != null && (versions.isEmpty() || versions.contains(null))) {
      throw new InvalidParameter("versions", "at least one version of the API, or left out");
    }
    Optional<Duration> span = Optional.ofNullable(validity).map(Lifetime::duration);
    if (span.filter(CertificateRequest::isPossible).isEmpty() && span.isPresent()) {
      throw new InvalidParameter("validity", "PT5M to P90D");
    }
    return new Issuing.Order(
        client, csr.getBytes(StandardCharsets.UTF_8), Optional.ofNullable(versions), span);
  }

  private static boolean isPossible(Duration span) {
    return span.compareTo(SHORTEST) >= 0 && span.compareTo(PartnerCa.LONGEST) <= 0;
  }

  static CertificateRequest read(ObjectMapper mapper, byte[] body) throws JsonProcessingException {
    String text =
        Utf8.decode(body)
            .filter(decoded -> decoded.indexOf('\0') < 0 && !decoded.startsWith("\uFEFF"))
            .orElseThrow(() ->
                new InvalidValue(
                    "The body is UTF-8 (RFC 3629), without a byte order mark and U+0000."));
    @Nullable CertificateRequest read = mapper.readValue(text, CertificateRequest.class);
    if (read == null) {
      throw new InvalidValue("The body is not JSON of the documented form.");
    }
    return read;
  }
}
