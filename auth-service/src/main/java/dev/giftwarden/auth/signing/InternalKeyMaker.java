package dev.giftwarden.auth.signing;

import dev.giftwarden.auth.client.trust.SigningKeyProof;
import dev.giftwarden.certs.tls.TlsFolder;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;

/// Makes signing keys in memory and vouches for them with this service's internal certificate.
public final class InternalKeyMaker implements SigningKeys.Maker {
  private static final int KEY_ID_BYTES = 12;

  private final Supplier<TlsFolder> internal;
  private final SecureRandom random = new SecureRandom();

  public InternalKeyMaker(Supplier<TlsFolder> internal) {
    this.internal = internal;
  }

  @Override
  public Instant certificateEnd() {
    return internal.get().own().notAfter();
  }

  @Override
  public SigningKeys.Made make(Instant notAfter) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      var pair = generator.generateKeyPair();
      var credential = internal.get().current();
      var statement =
          SigningKeyProof.sign(
              keyId(), pair.getPublic(), notAfter, credential.chain(), credential.privateKey());
      return new SigningKeys.Made(pair, statement);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has P-256", e);
    }
  }

  private String keyId() {
    var bytes = new byte[KEY_ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
