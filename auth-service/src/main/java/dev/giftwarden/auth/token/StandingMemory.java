package dev.giftwarden.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Thumbprint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What credentials stood for when they were last asked for, so that a token needs no question to
/// the database. It only ever grants: whatever is remembered and would be refused is asked for.
///
/// What is remembered counts until this replica's own trust feed says that it has changed. A token
/// made before the news is here carries the epochs of before, and is dead wherever the news is: no
/// sooner and no later than one that was made a moment before the change.
///
/// @param <K> names a credential, beside the certificate
/// @param <S> what it stands for
final class StandingMemory<K, S extends Stood> {
  /// About 10 MB: the credentials in use at one time.
  private static final int MOST = 10_000;

  /// The feed forgets an epoch ten minutes after it was raised, and by then this has forgotten what
  /// came before.
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private record Asked<K>(K credential, Optional<Thumbprint> certificate) {}

  private final TrustState trust;
  private final Cache<Asked<K>, S> memory;

  StandingMemory(TrustState trust, InstantSource clock) {
    this.trust = trust;
    this.memory = BoundedMemory.of(MOST, clock).expireAfterWrite(LONGEST).build();
  }

  /// What `judge` makes of the credential.
  ///
  /// @param ask the database; empty if there is no such credential
  Optional<CredentialCheck.Finding> judge(
      K credential,
      Optional<PeerCertificate> certificate,
      Supplier<Optional<S>> ask,
      Function<S, CredentialCheck.Finding> judge) {
    var asked = new Asked<>(credential, certificate.map(PeerCertificate::thumbprint));
    return remembered(asked, certificate)
        .map(judge)
        .filter(CredentialCheck.Finding.Worth.class::isInstance)
        .or(() ->
            ask.get()
                .map(stood -> {
                  var finding = judge.apply(stood);
                  if (finding instanceof CredentialCheck.Finding.Worth) {
                    memory.put(asked, stood);
                  }
                  return finding;
                }));
  }

  private Optional<S> remembered(Asked<K> asked, Optional<PeerCertificate> certificate) {
    if (trust.objection().isPresent() || certificate.filter(trust::isRevoked).isPresent()) {
      return Optional.empty();
    }
    var stood = memory.getIfPresent(asked);
    return stood != null && stillStands(stood) ? Optional.of(stood) : Optional.empty();
  }

  private boolean stillStands(S stood) {
    return stood.epochs().entrySet().stream()
        .allMatch(of ->
            trust.epoch(of.getKey()) <= of.getValue()
                && trust.epoch(TrustTable.changeOf(of.getKey())) <= stood.number());
  }
}
