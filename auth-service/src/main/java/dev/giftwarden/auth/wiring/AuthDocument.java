package dev.giftwarden.auth.wiring;

import dev.giftwarden.edge.document.ServiceDocument;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/// What `/openapi` says beyond what the resources do; made when the service is built.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class AuthDocument implements OASFilter {
  private static final String[] KEY_MAY_LACK = {
    "piiReason",
    "spendLimit",
    "template",
    "predecessor",
    "successor",
    "rotatedAt",
    "revokedAt",
    "exposedAt",
    "exposedBy",
    "lastUsed",
    "failures"
  };

  private final ServiceDocument document =
      ServiceDocument.of("auth.giftwarden.example", 8441, new AuthAccess().routes())
          .named("/v1/accounts/{account}/keys/{key}", "KeyId", "The id of a key")
          .named(
              "/v1/accounts/{account}/clients/{client}/certificates/{serial}",
              "Serial",
              "The serial number of a certificate")
          .named("/v1/versions/{version}", "ApiVersion", "A version of the public API")
          .named("/v1/accounts/{account}/clients/{client}", "ClientId", "The id of a client")
          .named("/v1/accounts/{account}", "AccountId", "The id of an account")
          .absent("VersionV1", "deprecatedAt", "sunset", "successor", "retiredAt")
          .absent("RetirementV1", "retiredAt")
          .absent("ClientV1", "revokedAt", "lastUsed")
          .absent("RevocationV1", "clientRevokedAt")
          .absent("KeyV1", KEY_MAY_LACK)
          .absent("SpendLimitV1", "perGift")
          .absent("CreatedKeyV1", with("key", KEY_MAY_LACK))
          .absent("KeyLastUseV1", "certificate")
          .absent("BlastRadiusV1", "key", "spendLimit", "spending", "grants", "unused")
          .absent("EnrolmentCodeV1", "code")
          .absent("IssuedCertificateV1", "predecessor")
          .absent("CertificateV1", "predecessor", "revokedAt", "reason", "seenAt", "seenFrom")
          .absent("CertificateReportV1", "holder")
          .absent(
              "IntrospectionResponse",
              "scope",
              "client_id",
              "token_type",
              "exp",
              "iat",
              "sub",
              "aud",
              "iss",
              "jti",
              "cnf");

  private static String[] with(String one, String[] others) {
    return Stream.concat(Stream.of(one), Stream.of(others)).toArray(String[]::new);
  }

  @Override
  public void filterOpenAPI(OpenAPI openapi) {
    TokenEndpoint.describe(openapi);
    document.complete(openapi);
    TokenEndpoint.refuseAsOAuth(openapi);
  }
}
