package dev.giftwarden.gift.sealing;

import java.util.random.RandomGenerator;

/// The key of one recipient: what it sealed is gone when it is.
public final class DataKey {

  private final Secret secret;
  private final Owner owner;
  private final RandomGenerator random;

  DataKey(Secret secret, Owner owner, RandomGenerator random) {
    this.secret = secret;
    this.owner = owner;
    this.random = random;
  }

  static DataKey next(Owner owner, RandomGenerator random) {
    byte[] bytes = new byte[Secret.BYTES];
    random.nextBytes(bytes);
    return new DataKey(new Secret(bytes), owner, random);
  }

  public byte[] seal(Part part, byte[] clear) {
    byte[] nonce = new byte[Secret.NONCE_BYTES];
    random.nextBytes(nonce);
    return secret.seal(nonce, clear, part.about(owner));
  }

  /// @throws SealException if it is not this part of this recipient
  public byte[] open(Part part, byte[] sealed) {
    return secret.open(sealed, part.about(owner));
  }

  Secret secret() {
    return secret;
  }

  /// Whose it is.
  public Owner owner() {
    return owner;
  }

  @Override
  public String toString() {
    return "DataKey[hidden]";
  }
}
