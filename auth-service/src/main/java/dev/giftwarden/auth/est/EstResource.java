package dev.giftwarden.auth.est;

import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.enrolment.Applicant;
import dev.giftwarden.auth.enrolment.Applicants;
import dev.giftwarden.auth.enrolment.IssuedCertificate;
import dev.giftwarden.auth.enrolment.Issuing;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.quarkus.PublicTls;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import dev.giftwarden.edge.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The same as the routes of a client's certificates, for tools that speak EST (RFC 7030). Who
/// enrols names himself by Basic, `account/client` and an enrolment code; who renews, by the
/// certificate on the connection.
@Path("/.well-known/est")
@Tag(name = "EST", description = "RFC 7030: certificates for tools that speak it")
@Blocking
public class EstResource {
  private static final String PKCS10 = "application/pkcs10";
  private static final String PKCS7 = "application/pkcs7-mime";
  private static final String CERTS_ONLY = PKCS7 + "; smime-type=certs-only";
  private static final String ATTRIBUTES = "application/csrattrs";
  private static final String CHALLENGE = "Basic realm=\"giftwarden\"";

  private final PartnerCa ca;
  private final PublicTls tls;
  private final Applicants applicants;
  private final Issuing issuing;
  private final CurrentCaller current;
  private final DecisionSink sink;

  EstResource(
      PartnerCa ca,
      PublicTls tls,
      Applicants applicants,
      Issuing issuing,
      CurrentCaller current,
      DecisionSink sink) {
    this.ca = ca;
    this.tls = tls;
    this.applicants = applicants;
    this.issuing = issuing;
    this.current = current;
    this.sink = sink;
  }

  @GET
  @Path("/cacerts")
  @Produces(PKCS7)
  @APIResponse(
      responseCode = "200",
      description = "A certs-only CMS in base64",
      content = @Content(mediaType = PKCS7, schema = @Schema(type = SchemaType.STRING)))
  @Operation(operationId = "estCaCerts", summary = "The root and the issuing CA of partners")
  public Response caCerts() {
    var all = Stream.concat(Stream.of(ca.certificate()), tls.folder().roots().stream()).toList();
    return base64(CertsOnly.of(all), PKCS7);
  }

  @GET
  @Path("/csrattrs")
  @Produces(ATTRIBUTES)
  @APIResponse(
      responseCode = "200",
      description = "CsrAttrs in base64",
      content = @Content(mediaType = ATTRIBUTES, schema = @Schema(type = SchemaType.STRING)))
  @Operation(operationId = "estCsrAttrs", summary = "What a request should be made of")
  public Response csrAttributes() {
    return base64(CsrAttributes.text(), ATTRIBUTES);
  }

  @POST
  @Path("/simpleenroll")
  @Consumes(PKCS10)
  @Produces(PKCS7)
  @RequestBody(
      required = true,
      description = "PKCS#10 in base64",
      content = @Content(mediaType = PKCS10, schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(
      responseCode = "200",
      description = "The certificate and its CA, in a certs-only CMS in base64",
      content = @Content(mediaType = PKCS7, schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(responseCode = "409", description = "certificate-limit, conflict")
  @Operation(
      operationId = "estSimpleEnroll",
      summary = "Issues a first certificate",
      description = "Takes HTTP Basic: `account/client`, and an enrolment code as the password.")
  public Response enrol(@Context HttpHeaders headers, byte[] body) {
    var authorization =
        Optional.ofNullable(headers.getRequestHeader(HttpHeaders.AUTHORIZATION)).orElse(List.of());
    return authorization.isEmpty()
        ? challenge()
        : issue(applicants.find(authorization, current.origin()), Applicant.Coded.class, body);
  }

  @POST
  @Path("/simplereenroll")
  @Consumes(PKCS10)
  @Produces(PKCS7)
  @RequestBody(
      required = true,
      description = "PKCS#10 in base64, of a new key",
      content = @Content(mediaType = PKCS10, schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(
      responseCode = "200",
      description = "The certificate and its CA, in a certs-only CMS in base64",
      content = @Content(mediaType = PKCS7, schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(responseCode = "409", description = "certificate-limit, conflict")
  @Operation(
      operationId = "estSimpleReenroll",
      summary = "Renews the certificate on the connection, with a new key")
  public Response renew(byte[] body) {
    return current.crossSite()
        ? denied(Refusal.CROSS_SITE, "POST /.well-known/est/simplereenroll")
        : issue(applicants.find(List.of(), current.origin()), Applicant.Renewing.class, body);
  }

  /// @param right by which alone this route issues
  private Response issue(
      Applicants.Finding finding, Class<? extends Applicant> right, byte[] body) {
    return switch (finding) {
      case Applicants.Finding.Refused(Refusal reason) -> challenged(Problem.of(reason).response());
      case Applicants.Finding.Found(Subject.Client client, Applicant applicant)
          when right.isInstance(applicant) ->
          answer(
              issuing.issue(
                  applicant,
                  new Issuing.Order(client, body, Optional.empty(), Optional.empty()),
                  Optional.empty()));
      case Applicants.Finding.Found _ ->
          challenged(denied(Refusal.CREDENTIALS_MISSING, "POST /.well-known/est/simpleenroll"));
    };
  }

  private static Response answer(Outcome<IssuedCertificate, Issuing.Objection> outcome) {
    return switch (outcome) {
      case Outcome.Refused<IssuedCertificate, Issuing.Objection>(Issuing.Objection objection) ->
          challenged(objection.problem().response());
      case Outcome.NotAgain<IssuedCertificate, Issuing.Objection>(Refusal reason) ->
          Problem.of(reason).response();
      case Outcome.Done<IssuedCertificate, Issuing.Objection>(IssuedCertificate made, _) ->
          base64(CertsOnly.of(made.chain()), CERTS_ONLY);
    };
  }

  private Response denied(Refusal reason, String action) {
    sink.refused(new Denial(reason, action, Optional.empty(), current.origin()));
    return Problem.of(reason).response();
  }

  /// RFC 7030, section 3.2.3: clients wait for it before they say who they are. BouncyCastle's
  /// takes an unread body for a broken connection, so there is none.
  private Response challenge() {
    var _ = denied(Refusal.CREDENTIALS_MISSING, "POST /.well-known/est/simpleenroll");
    return Response.status(Response.Status.UNAUTHORIZED)
        .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
        .build();
  }

  private static Response challenged(Response refusal) {
    return refusal.getStatus() == 401
        ? Response.fromResponse(refusal).header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE).build()
        : refusal;
  }

  private static Response base64(String text, String type) {
    return Response.ok(text).type(type).header("Content-Transfer-Encoding", "base64").build();
  }
}
