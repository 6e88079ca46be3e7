package dev.giftwarden.auth.enrolment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.account.Accounts;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.rest.V1Resource;
import dev.giftwarden.edge.access.CurrentCaller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Where a client gets its certificates.
@Path("/v1/accounts/{account}/clients/{client}/certificates")
@Produces({MediaType.APPLICATION_JSON, IssueResource.CHAIN})
@Tag(name = "Certificates", description = "What a client proves itself with")
@Blocking
public class IssueResource extends V1Resource {
  static final String CHAIN = "application/pem-certificate-chain";
  private static final String PKCS10 = "application/pkcs10";
  private static final String PEM_FILE = "application/x-pem-file";

  private final Accounts accounts;
  private final Applicants applicants;
  private final Issuing issuing;
  private final CurrentCaller current;
  private final ObjectMapper mapper;

  IssueResource(
      Accounts accounts,
      Applicants applicants,
      Issuing issuing,
      CurrentCaller current,
      ObjectMapper mapper) {
    this.accounts = accounts;
    this.applicants = applicants;
    this.issuing = issuing;
    this.current = current;
    this.mapper = mapper;
  }

  /// @param thumbprint `x5t#S256`, by which tokens and keys are bound to it
  /// @param certificate PEM, the issuing CA behind it: what `--cert` takes
  @Schema(name = "IssuedCertificateV1", description = "A new certificate")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RegisterForReflection(registerFullHierarchy = true)
  record IssuedView(
      String serial,
      String thumbprint,
      Instant notBefore,
      Instant notAfter,
      List<ApiVersion> versions,
      @Schema(description = "PEM: the certificate, then its issuing CA") String certificate,
      @Schema(description = "The serial of the certificate that it renews")
          @Nullable String predecessor) {
    static IssuedView of(IssuedCertificate made) {
      return new IssuedView(
          made.serial(),
          made.thumbprint().value(),
          made.notBefore(),
          made.notAfter(),
          made.versions(),
          made.pem(),
          made.predecessor().orElse(null));
    }
  }

  @POST
  @Consumes({PKCS10, PEM_FILE, MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
  @RequestBody(
      required = true,
      description = "A certification request (PKCS#10), alone or in JSON",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = CertificateRequest.class)),
        @Content(mediaType = PKCS10, schema = @Schema(type = SchemaType.STRING, format = "binary")),
        @Content(mediaType = PEM_FILE, schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(
      responseCode = "201",
      description = "Issued; or issued before under this Idempotency-Key",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = IssuedView.class)),
        @Content(mediaType = CHAIN, schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(responseCode = "409", description = "certificate-limit, conflict")
  @Operation(
      operationId = "issueCertificate",
      summary = "Issues a certificate for the key of a certification request",
      description =
          "By an enrolment code (`Authorization: Bearer gwe_…`, or Basic with `account/client` and"
              + " the code), or by the client's own certificate, which is then renewed: with a new"
              + " key, and granting no more. Of the request only the key counts.")
  public Response issue(
      @PathParam("account") String account,
      @PathParam("client") String client,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
      @Context HttpHeaders headers,
      byte[] body) {
    var word = IdempotencyKey.read(idempotencyKey);
    return switch (find(account, client, headers)) {
      case Applicants.Finding.Refused(Refusal reason) -> Problem.of(reason).response();
      case Applicants.Finding.Found(Subject.Client holder, Applicant applicant) ->
          answer(issuing.issue(applicant, order(holder, headers, body), word), headers);
    };
  }

  private Applicants.Finding find(String account, String client, HttpHeaders headers) {
    var authorization =
        Optional.ofNullable(headers.getRequestHeader(HttpHeaders.AUTHORIZATION)).orElse(List.of());
    String wanted = "client:" + account + "/" + client;
    if (current.admitted().isPresent()) {
      Caller caller = current.admitted().get();
      return accounts
          .visible(caller, account, "certificate.issue")
          .map(_ ->
              named(account, client)
                  .filter(issuing::isClient)
                  .map(named -> applicants.admitted(caller, authorization, named))
                  .orElseGet(() -> applicants.nowhere(caller, wanted)))
          .orElseGet(() -> new Applicants.Finding.Refused(Refusal.NOT_VISIBLE));
    }
    return switch (applicants.find(authorization, current.origin())) {
      case Applicants.Finding.Refused refused -> refused;
      case Applicants.Finding.Found found ->
          named(account, client).filter(found.client()::equals).isPresent()
              ? found
              : applicants.elsewhere(found, wanted);
    };
  }

  private static Optional<Subject.Client> named(String account, String client) {
    return InvalidValue.find(account, AccountId::new)
        .flatMap(id ->
            InvalidValue.find(client, ClientId::new).map(name -> new Subject.Client(id, name)));
  }

  private Issuing.Order order(Subject.Client client, HttpHeaders headers, byte[] body) {
    if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(headers.getMediaType())) {
      return new Issuing.Order(client, body, Optional.empty(), Optional.empty());
    }
    try {
      return CertificateRequest.read(mapper, body).order(client);
    } catch (JsonProcessingException e) {
      throw new BadRequestException(e);
    }
  }

  private static Response answer(
      Outcome<IssuedCertificate, Issuing.Objection> outcome, HttpHeaders headers) {
    return wantsChain(headers)
        ? created(CHAIN, outcome, IssuedCertificate::pem, Issuing.Objection::problem)
        : created(MediaType.APPLICATION_JSON, outcome, IssuedView::of, Issuing.Objection::problem);
  }

  /// Whichever of the two is wanted more.
  private static boolean wantsChain(HttpHeaders headers) {
    for (MediaType wanted : headers.getAcceptableMediaTypes()) {
      if (wanted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return false;
      }
      if (wanted.isCompatible(MediaType.valueOf(CHAIN))) {
        return true;
      }
    }
    return false;
  }
}
