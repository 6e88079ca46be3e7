package dev.giftwarden.auth.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.id.ClientId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A certificate that auth issued, as the inventory has it.
///
/// @param thumbprint `x5t#S256`
/// @param issuedBy who asked for it
/// @param predecessor the serial of the one that it renewed
/// @param reason in the words of RFC 5280
@Schema(name = "CertificateV1", description = "A certificate of a client, and how it stands")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true)
record ListedCertificate(
    String serial,
    ClientId client,
    CertificateState state,
    String thumbprint,
    List<ApiVersion> versions,
    Instant notBefore,
    Instant notAfter,
    Instant issuedAt,
    String issuedBy,
    @Schema(description = "The serial of the certificate that it renewed")
        @Nullable String predecessor,
    @Nullable Instant revokedAt,
    @Schema(description = "Why it was revoked, in the words of RFC 5280, section 5.3.1")
        @Nullable String reason,
    @Schema(description = "When it was last used, to half a minute; absent: never, as far as known")
        @Nullable Instant seenAt,
    @Schema(description = "The IP address that it was last used from") @Nullable String seenFrom) {}
