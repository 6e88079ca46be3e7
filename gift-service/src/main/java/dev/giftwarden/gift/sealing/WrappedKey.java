package dev.giftwarden.gift.sealing;

/// The key of a recipient as the database holds it.
///
/// @param kek the name of the key that wrapped it: `kek-1`
/// @param bytes `nonce ‖ ciphertext ‖ tag`, 60 of them
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WrappedKey(String kek, byte[] bytes) {

  @Override
  public String toString() {
    return "WrappedKey[" + kek + "]";
  }
}
