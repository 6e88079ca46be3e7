package dev.giftwarden.edge.crl;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.certs.IssuingCa;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.crl.ListFile;
import dev.giftwarden.certs.crl.SignedList;
import dev.giftwarden.certs.quarkus.PublicTls;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Which partners' certificates are accepted while the trust feed says nothing: those of which a
/// fresh list on this machine, signed by their own CA, says that they are not revoked. Where there
/// is a feed, it decides, and this has no objection.
@Singleton
public class PartnerList {
  private final Audience audience;
  private final TrustState trust;
  private final InstantSource clock;
  private final Optional<ListFile> file;

  @Inject
  PartnerList(
      CrlConfig config, Audience audience, PublicTls edge, TrustState trust, InstantSource clock) {
    this(config.partners().map(path -> open(path, audience, edge, clock)), audience, trust, clock);
  }

  PartnerList(Optional<ListFile> file, Audience audience, TrustState trust, InstantSource clock) {
    this.audience = audience;
    this.trust = trust;
    this.clock = clock;
    this.file = file;
  }

  /// Quarkus prints a [ConfigurationException] without a cause as one line and exits with 1.
  private static ListFile open(Path path, Audience audience, PublicTls edge, InstantSource clock) {
    if (audience == Audience.AUTH) {
      throw new ConfigurationException(
          "refusing to start: giftwarden.crl.partners is not for auth, whose database says what is"
              + " revoked; leave it out");
    }
    try {
      return ListFile.open(
          path,
          () -> IssuingCa.anchored(edge.folder().trusted(), Kind.PARTNER, clock.instant()),
          clock);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "refusing to start: giftwarden.crl.partners: " + e.getMessage());
    }
  }

  /// Why nothing may be done for who shows this; empty also where somebody else decides.
  public Optional<Refusal> objection(PeerCertificate certificate) {
    boolean decides =
        certificate.id().kind() == Kind.PARTNER && audience != Audience.AUTH && hasNoFeed();
    return decides ? byList(certificate) : Optional.empty();
  }

  /// One that is wrong about the time has a feed.
  boolean hasNoFeed() {
    return trust.objection().filter(Refusal.TRUST_STALE::equals).isPresent();
  }

  private Optional<Refusal> byList(PeerCertificate certificate) {
    if (trust.isRevoked(certificate)) {
      return Optional.of(Refusal.CERTIFICATE_REVOKED); // the feed has said so while there was one
    }
    if (clock.instant().isAfter(certificate.notAfter())) {
      return Optional.of(Refusal.CERTIFICATE_EXPIRED); // and is on no list any more
    }
    return fresh()
        .filter(list -> list.covers(certificate.leaf()))
        .map(list -> list.names(certificate.leaf()))
        .map(named -> named ? Optional.of(Refusal.CERTIFICATE_REVOKED) : Optional.<Refusal>empty())
        .orElse(Optional.of(Refusal.TRUST_STALE));
  }

  private Optional<SignedList> fresh() {
    return file.map(ListFile::state)
        .flatMap(state ->
            state instanceof ListFile.State.Fresh(SignedList list)
                ? Optional.of(list)
                : Optional.empty());
  }

  /// Empty where none is configured.
  Optional<ListFile> file() {
    return file;
  }
}
