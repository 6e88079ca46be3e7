package dev.giftwarden.auth.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.auth.apikey.use.KeyUse;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.certs.Thumbprint;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A key as the API shows it: everything but the secret.
@Schema(name = "KeyV1", description = "A key: everything but the secret")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true)
public record KeyView(
    KeyId id,
    String name,
    Environment environment,
    List<Scope> scopes,
    List<Scope> grantableScopes,
    List<String> subAccounts,
    List<Network> networks,
    List<ApiVersion> versions,
    List<String> certificates,
    boolean exposePii,
    @Nullable String piiReason,
    @Nullable SpendLimit spendLimit,
    Instant notBefore,
    Instant expiresAt,
    Instant createdAt,
    String createdBy,
    @Schema(description = "That its scopes were taken from when it was made")
        @Nullable String template,
    @Schema(description = "The key that it took over from") @Nullable KeyId predecessor,
    @Schema(description = "The key that took over from it: this one ends at `expiresAt`")
        @Nullable KeyId successor,
    @Nullable Instant rotatedAt,
    @Nullable Instant revokedAt,
    @Schema(description = "Since when others can read it: it changes and spends nothing any more")
        @Nullable Instant exposedAt,
    @Schema(
            description = "Where it was found: in a URL, or by somebody who reported it",
            enumeration = {"url", "report"})
        @Nullable String exposedBy,
    KeyUse.@Nullable Last lastUsed,
    KeyUse.@Nullable Failures failures) {

  /// A key that is new.
  static KeyView of(Key key) {
    return of(key, KeyUse.NONE);
  }

  public static KeyView of(Key key, KeyUse use) {
    var rights = key.rights();
    return new KeyView(
        key.id(),
        key.name(),
        rights.environment(),
        rights.scopes().stream().sorted().toList(),
        rights.grantable().stream().sorted().toList(),
        rights.subAccounts().stream().map(SubAccountId::value).sorted().toList(),
        rights.networks().stream().sorted(Comparator.comparing(Network::text)).toList(),
        rights.versions().stream().sorted().toList(),
        rights.certificates().stream().map(Thumbprint::value).sorted().toList(),
        rights.exposesPii(),
        rights.piiReason().orElse(null),
        rights.spendLimit().orElse(null),
        rights.notBefore(),
        rights.expiresAt(),
        key.createdAt(),
        key.createdBy(),
        key.template().orElse(null),
        key.lineage().predecessor().orElse(null),
        key.lineage().rotation().map(Key.Rotation::successor).orElse(null),
        key.lineage().rotation().map(Key.Rotation::at).orElse(null),
        key.revokedAt().orElse(null),
        key.exposure().map(Key.Exposure::at).orElse(null),
        key.exposure().map(exposure -> exposure.by().text()).orElse(null),
        use.last().orElse(null),
        use.failures().orElse(null));
  }
}
