package dev.giftwarden.auth.client;

import dev.giftwarden.certs.PeerCertificate;
import java.net.InetAddress;
import java.util.Optional;
import java.util.UUID;

/// How a call reached us: what its connection proved, where it came from, and what we call it.
///
/// @param certificate the verified client certificate of this very connection
/// @param address where the connection came from
/// @param requestId made by us, returned as `X-Request-Id` and written into the audit log
public record Origin(Optional<PeerCertificate> certificate, InetAddress address, UUID requestId) {}
