package dev.giftwarden.auth.client.trust;

import dev.giftwarden.auth.v1.SigningKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// The signing keys of auth that somebody vouches for.
final class SigningKeyRing {
  /// A handful of replicas with two keys each are normal; more than this is a fault or an attack.
  static final int MOST = 100;

  private static final Logger LOG = Logger.getLogger(SigningKeyRing.class);

  /// @param statement what vouches for it
  private record LiveKey(PublicKey key, Instant notAfter, SigningKey statement) {}

  private final SigningKeyCheck check;
  private final Map<String, LiveKey> keys = new ConcurrentHashMap<>();

  SigningKeyRing(SigningKeyCheck check) {
    this.check = check;
  }

  /// A key that cannot be verified is left out and the feed goes on: otherwise a bad row would stop
  /// every service. The first key of an id stays, so that none can be slipped in under a known id.
  void add(SigningKey stated, Instant now) {
    if (keys.size() >= MOST) {
      LOG.errorf("Signing key %s is one too many; not trusted.", stated.getKeyId());
      return;
    }
    switch (check.check(stated, now)) {
      case SigningKeyCheck.Accepted(PublicKey key, Instant notAfter) -> {
        var live = keys.putIfAbsent(stated.getKeyId(), new LiveKey(key, notAfter, stated));
        if (live != null && !live.key.equals(key)) {
          LOG.errorf("Signing key %s came twice with two values; kept.", stated.getKeyId());
        }
      }
      case SigningKeyCheck.Refused(String why) ->
          LOG.errorf("Signing key %s is not trusted: %s.", stated.getKeyId(), why);
    }
  }

  void retain(Collection<SigningKey> listed) {
    keys.keySet().retainAll(listed.stream().map(SigningKey::getKeyId).collect(Collectors.toSet()));
  }

  void forgetEnded(Instant now) {
    keys.values().removeIf(key -> !now.isBefore(key.notAfter));
  }

  Optional<PublicKey> find(String id, Instant now) {
    return Optional.ofNullable(keys.get(id))
        .filter(key -> now.isBefore(key.notAfter))
        .map(LiveKey::key);
  }

  /// What vouches for each that has not ended, the signer's certificate first.
  List<List<X509Certificate>> chains(Instant now) {
    return keys.values().stream()
        .filter(key -> now.isBefore(key.notAfter))
        .map(key -> chain(key.statement))
        .toList();
  }

  private static List<X509Certificate> chain(SigningKey accepted) {
    try {
      return SigningKeyProof.chain(accepted);
    } catch (CertificateException e) {
      throw new IllegalStateException("it was read when it was accepted", e);
    }
  }

  List<String> ids() {
    return keys.keySet().stream().sorted().toList();
  }
}
