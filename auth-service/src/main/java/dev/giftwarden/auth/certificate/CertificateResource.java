package dev.giftwarden.auth.certificate;

import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A bad client certificate ends in a TLS alert that names no reason; here is the reason.
@Path("/v1/certificates/check")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Certificates", description = "Why a handshake failed")
@Blocking
public class CertificateResource {
  private static final String NO_CERTIFICATE =
      "The body holds no certificate in PEM form, or a damaged one.";
  private static final String KEY_EXPOSED =
      " It holds a private key: take it for stolen, and get a new certificate with a new key.";

  private final CertificateCheck check;
  private final CurrentCaller current;

  CertificateResource(CertificateCheck check, CurrentCaller current) {
    this.check = check;
    this.current = current;
  }

  @POST
  @Consumes({"application/x-pem-file", "application/pem-certificate-chain", MediaType.TEXT_PLAIN})
  @APIResponseSchema(
      value = CertificateReport.class,
      responseCode = "200",
      responseDescription = "What is wrong with it, or nothing")
  @Operation(
      operationId = "checkCertificate",
      summary = "Says everything that is wrong with a client certificate",
      description =
          "The body is what --cert sends: the certificate, then its issuing CA, as PEM. A private"
              + " key belongs to nobody but you: one that is posted is not read, and reported as"
              + " exposed. It changes nothing: an Idempotency-Key is ignored.")
  public Response check(byte[] pem) {
    return switch (check.check(pem, current.origin().address())) {
      case CertificateCheck.Outcome.Judged(CertificateReport report) ->
          Response.ok(report, MediaType.APPLICATION_JSON_TYPE).build();
      case CertificateCheck.Outcome.Unreadable(boolean exposesKey) ->
          Problem.of(ProblemType.MALFORMED_REQUEST)
              .because(exposesKey ? NO_CERTIFICATE + KEY_EXPOSED : NO_CERTIFICATE)
              .response();
      case CertificateCheck.Outcome.TooMany _ -> Problem.of(ProblemType.RATE_LIMITED).response();
    };
  }
}
