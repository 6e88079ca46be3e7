package dev.giftwarden.auth.revocation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A certificate that is dead, and since when.
@Schema(name = "RevokedCertificateV1", description = "A certificate that is dead before its end")
@RegisterForReflection(registerFullHierarchy = true)
record Revoked(
    Serial serial,
    HolderId holder,
    Instant notAfter,
    RevocationReason reason,
    Instant revokedAt,
    String revokedBy) {}
