package dev.giftwarden.auth.wiring;

import static dev.giftwarden.auth.client.Scope.ACCOUNTS_READ;
import static dev.giftwarden.auth.client.Scope.CERTIFICATES_READ;
import static dev.giftwarden.auth.client.Scope.CERTIFICATES_WRITE;
import static dev.giftwarden.auth.client.Scope.KEYS_READ;
import static dev.giftwarden.auth.client.Scope.KEYS_WRITE;
import static dev.giftwarden.edge.access.Access.open;
import static dev.giftwarden.edge.access.Access.operator;
import static dev.giftwarden.edge.access.Access.operatorOr;
import static dev.giftwarden.edge.access.Access.operatorOrOwn;
import static dev.giftwarden.edge.access.Access.selfChecked;

import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.grpc.GrpcAccessTable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Who may call what here. What has no row is closed to everyone.
final class AuthAccess {

  @Produces
  @Singleton
  AccessTable routes() {
    return AccessTable.builder()
        .outsideVersions()
        .row("POST /oauth2/token", selfChecked())
        .row("POST /oauth2/revoke", selfChecked())
        .row("POST /oauth2/introspect", selfChecked())
        .row("GET /.well-known/oauth-authorization-server", open())
        .row("GET /.well-known/jwks.json", open())
        .row("POST /v1/certificates/check", open())
        .row("GET /.well-known/est/cacerts", open())
        .row("GET /.well-known/est/csrattrs", open())
        .row("POST /.well-known/est/simpleenroll", selfChecked())
        .row("POST /.well-known/est/simplereenroll", selfChecked())
        .row("GET /crl/partners.crl", open())
        .row("POST /v1/accounts", operator())
        .row("GET /v1/accounts/{account}", operatorOr(ACCOUNTS_READ))
        .row("PATCH /v1/accounts/{account}", operator())
        .row("POST /v1/accounts/{account}/suspend", operator())
        .row("POST /v1/accounts/{account}/resume", operator())
        .row("POST /v1/accounts/{account}/sub-accounts", operator())
        .row("GET /v1/accounts/{account}/sub-accounts", operatorOr(ACCOUNTS_READ))
        .row("POST /v1/accounts/{account}/clients", operator())
        .row("GET /v1/accounts/{account}/clients", operatorOr(ACCOUNTS_READ))
        .row(
            "POST /v1/accounts/{account}/clients/{client}/enrolment-codes",
            operatorOr(CERTIFICATES_WRITE))
        .row(
            "POST /v1/accounts/{account}/clients/{client}/certificates",
            operatorOrOwn(CERTIFICATES_WRITE))
        .row("POST /v1/accounts/{account}/clients/{client}/revoke", operatorOr(CERTIFICATES_WRITE))
        .row(
            "POST /v1/accounts/{account}/clients/{client}/certificates/{serial}/revoke",
            operatorOr(CERTIFICATES_WRITE))
        .row("POST /v1/certificates/revoke", operator())
        .row("PATCH /v1/accounts/{account}/clients/{client}", operator())
        .row(
            "PATCH /v1/accounts/{account}/clients/{client}/certificates/{serial}",
            operatorOr(CERTIFICATES_WRITE))
        .row("GET /v1/versions", open())
        .row("POST /v1/versions/{version}/deprecate", operator())
        .row("POST /v1/versions/{version}/retirement", operator())
        .row("POST /v1/versions/{version}/retirement/confirm", operator())
        .row("GET /v1/versions/{version}/usage", operator())
        .row("GET /v1/accounts/{account}/certificates", operatorOr(CERTIFICATES_READ))
        .row("GET /v1/key-templates", open())
        .row("POST /v1/keys/exposed", open())
        .row("POST /v1/accounts/{account}/keys", operatorOr(KEYS_WRITE))
        .row("POST /v1/accounts/{account}/keys/preview", operatorOr(KEYS_WRITE))
        .row("GET /v1/accounts/{account}/keys", operatorOr(KEYS_READ))
        .row("GET /v1/accounts/{account}/keys/{key}", operatorOr(KEYS_READ))
        .row("PATCH /v1/accounts/{account}/keys/{key}", operatorOr(KEYS_WRITE))
        .row("GET /v1/accounts/{account}/keys/{key}/blast-radius", operatorOr(KEYS_READ))
        .row("POST /v1/accounts/{account}/keys/{key}/revoke", operatorOr(KEYS_WRITE))
        .row("POST /v1/accounts/{account}/keys/{key}/rotate", operatorOr(KEYS_WRITE))
        .build();
  }

  @Produces
  @Singleton
  GrpcAccessTable rpcs() {
    return GrpcAccessTable.builder()
        .certificate("giftwarden.auth.v1.AuthService/Exchange", "gift", "audit")
        .certificate("giftwarden.auth.v1.AuthService/WatchTrust", "gift", "audit")
        .certificate("giftwarden.auth.v1.AuthService/ReportUsage", "gift", "audit")
        .certificate("giftwarden.auth.v1.AuthService/AnnounceRoutes", "gift", "audit")
        .certificate("giftwarden.auth.v1.AuthService/Introspect", "gift", "audit")
        .build();
  }
}
