package dev.giftwarden.auth.est;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// What a request should be made of (RFC 7030, section 4.5.2): a key on P-256, signed with ECDSA
/// and SHA-256. Names are ours to say, so nothing is asked of them.
final class CsrAttributes {
  private CsrAttributes() {}

  /// Base64.
  static String text() {
    var key =
        new DERSequence(
            new ASN1Encodable[] {
              X9ObjectIdentifiers.id_ecPublicKey, new DERSet(SECObjectIdentifiers.secp256r1)
            });
    try {
      return CertsOnly.base64(
          new DERSequence(new ASN1Encodable[] {key, X9ObjectIdentifiers.ecdsa_with_SHA256})
              .getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("attributes without an encoding", e);
    }
  }
}
