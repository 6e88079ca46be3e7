package dev.giftwarden.acceptance.token;

import static dev.giftwarden.acceptance.token.Jose.utf8;

import dev.giftwarden.certs.tls.TlsFolder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A row of auth's table of signing keys, as an auth replica writes it, or as somebody writes it
/// who has got into the database. The statement that is signed is put together here anew, after its
/// description in `auth.proto`.
record SigningKeyRow(
    String id, byte[] publicKey, Instant notAfter, List<byte[]> chain, byte[] signature) {

  /// The certificate in this folder vouches for the key.
  static SigningKeyRow vouched(String id, PublicKey key, Instant notAfter, TlsFolder voucher) {
    Instant end = Instant.ofEpochMilli(notAfter.toEpochMilli());
    byte[] statement = statement(id, key.getEncoded(), end);
    return new SigningKeyRow(
        id,
        key.getEncoded(),
        end,
        voucher.chain().stream().map(SigningKeyRow::der).toList(),
        Jose.sign("SHA256withECDSA", statement, voucher.privateKey()));
  }

  SigningKeyRow withPublicKey(PublicKey other) {
    return new SigningKeyRow(id, other.getEncoded(), notAfter, chain, signature);
  }

  SigningKeyRow withNotAfter(Instant other) {
    return new SigningKeyRow(id, publicKey, other, chain, signature);
  }

  SigningKeyRow withChain(List<byte[]> other) {
    return new SigningKeyRow(id, publicKey, notAfter, other, signature);
  }

  SigningKeyRow withSignature(byte[] other) {
    return new SigningKeyRow(id, publicKey, notAfter, chain, other);
  }

  private static byte[] statement(String id, byte[] publicKey, Instant notAfter) {
    var out = new ByteArrayOutputStream();
    byte[] end = ByteBuffer.allocate(Long.BYTES).putLong(notAfter.toEpochMilli()).array();
    for (byte[] field : List.of(utf8("giftwarden/signing-key/v1"), utf8(id), publicKey, end)) {
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
