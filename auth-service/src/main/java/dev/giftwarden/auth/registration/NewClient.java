package dev.giftwarden.auth.registration;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.text.Label;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an operator sends to register a client.
@Schema(
    name = "CreateClientV1",
    description = "A client to register",
    examples =
        """
        {"id": "erp", "name": "ERP", "environment": "live", "scopes": ["gifts:read", "gifts:send"],
         "versions": ["v2"]}
        """)
record NewClient(
    @NotNull ClientId id,
    @NotNull Label name,
    @NotNull Environment environment,
    @NotEmpty Set<@NotNull Scope> scopes,
    Set<@NotNull ApiVersion> versions) {

  @SuppressWarnings("NullAway") // Jackson leaves null what the body leaves out
  NewClient {
    versions = Objects.requireNonNullElse(versions, Set.of());
  }

  /// The validator asks after everything, also when something is missing.
  @Schema(hidden = true) // no field
  @AssertTrue(message = "only scopes that partners can hold")
  boolean isForPartners() {
    return scopes == null || scopes.stream().filter(Objects::nonNull).allMatch(Scope::forPartners);
  }

  /// Two bodies that ask for the same have the same bytes.
  CanonicalRequest canonical() {
    return new CanonicalRequest("giftwarden/client-create/v1")
        .text(id.value())
        .text(name.value())
        .text(environment.text())
        .texts(scopes.stream().map(Scope::text).toList())
        .texts(versions.stream().map(ApiVersion::text).toList());
  }
}
