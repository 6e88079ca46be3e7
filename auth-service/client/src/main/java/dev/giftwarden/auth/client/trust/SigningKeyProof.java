package dev.giftwarden.auth.client.trust;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.v1.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The statement "this is one of auth's signing keys" and its signature by auth's own certificate.
/// It makes a signing key worth what its sender's certificate is worth, whatever carried it: a row
/// that somebody writes into auth's database mints nothing.
public final class SigningKeyProof {
  private static final byte[] TAG = ascii("giftwarden/signing-key/v1");
  private static final String ALGORITHM = "SHA256withECDSA";

  private SigningKeyProof() {}

  /// Says it: auth's side.
  ///
  /// @param chain auth's internal certificate, leaf first, without the root
  /// @param key of that certificate
  /// @param notAfter not later than the certificate's own end, or nobody will accept it
  public static SigningKey sign(
      String keyId,
      PublicKey publicKey,
      Instant notAfter,
      List<X509Certificate> chain,
      PrivateKey key)
      throws GeneralSecurityException {
    var unsigned =
        SigningKey.newBuilder()
            .setKeyId(keyId)
            .setPublicKey(ByteString.copyFrom(publicKey.getEncoded()))
            .setNotAfterUnixMs(notAfter.toEpochMilli());
    for (X509Certificate certificate : chain) {
      unsigned.addCertificateChain(ByteString.copyFrom(certificate.getEncoded()));
    }
    var signature = Signature.getInstance(ALGORITHM);
    signature.initSign(key);
    signature.update(statement(unsigned.build()));
    return unsigned.setSignature(ByteString.copyFrom(signature.sign())).build();
  }

  static boolean holds(SigningKey stated, X509Certificate signer) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(signer);
      signature.update(statement(stated));
      return signature.verify(stated.getSignature().toByteArray());
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  static List<X509Certificate> chain(SigningKey stated) throws CertificateException {
    var factory = CertificateFactory.getInstance("X.509");
    var chain = new ArrayList<X509Certificate>();
    for (ByteString der : stated.getCertificateChainList()) {
      chain.add(
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(der.toByteArray())));
    }
    return chain;
  }

  /// What is signed: the tag, the key's id, its SubjectPublicKeyInfo and its end in Unix
  /// milliseconds (8 bytes), in this order, each behind its length in 4 bytes; big endian.
  static byte[] statement(SigningKey stated) {
    var out = new ByteArrayOutputStream();
    field(out, TAG);
    field(out, stated.getKeyIdBytes().toByteArray());
    field(out, stated.getPublicKey().toByteArray());
    field(out, ByteBuffer.allocate(Long.BYTES).putLong(stated.getNotAfterUnixMs()).array());
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, byte[] bytes) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
