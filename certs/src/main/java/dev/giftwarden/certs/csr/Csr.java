package dev.giftwarden.certs.csr;

import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.SpiffeId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.jspecify.annotations.Nullable;

/// A certification request (PKCS#10, RFC 2986), read to the letter. Only its key counts: the
/// subject and whatever else it asks for is ignored, because the name of a certificate is auth's to
/// say.
///
/// Each step does only what the one before has made safe: the size before the bytes are looked at,
/// their form before they are parsed, the key's form before anything is computed with it, and the
/// proof of possession before what the sender says is believed to be the sender's.
public final class Csr {
  /// A request has 400 bytes, and 3 KB as text for people (`openssl req -text`).
  public static final int MOST_BYTES = 16 * 1024;

  /// RFC 5758, section 3.2: no parameters, and no shorter hash.
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "1.2.840.10045.4.3.2", "SHA256withECDSA",
          "1.2.840.10045.4.3.3", "SHA384withECDSA",
          "1.2.840.10045.4.3.4", "SHA512withECDSA");

  private static final String PEM_MARK = "-----BEGIN ";
  private static final byte SEQUENCE = 0x30;

  private Csr() {}

  /// Why a request is not granted.
  public enum Reason {
    TOO_LARGE("it is larger than any honest request: at most 16 KB"),
    UNREADABLE("it is not one PKCS#10 request in PEM, base64 or DER"),
    KEY_EXPOSED("a private key stands beside it: take it for stolen, and make a new one"),
    WEAK_KEY("its key is not on EC P-256, as an uncompressed point"),
    BAD_SIGNATURE("it is not signed by its own key with ECDSA and SHA-256 or longer"),
    IS_CA("it asks to be a CA"),
    FOREIGN_NAME("it asks for another name than the client's own");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /// For people, to stand behind "the request is refused because".
    public String text() {
      return text;
    }
  }

  public sealed interface Outcome {
    /// @param key whose private half made the request
    record Sound(P256Key key) implements Outcome {}

    record Refused(Reason reason) implements Outcome {}
  }

  /// @param body PEM with whatever around it, bare base64, or DER
  /// @param holder whose certificate it will be
  public static Outcome read(byte[] body, SpiffeId.Partner holder) {
    if (body.length > MOST_BYTES) {
      return new Outcome.Refused(Reason.TOO_LARGE);
    }
    boolean isDer = body.length > 0 && body[0] == SEQUENCE && Der.isPlain(body);
    if (!isDer && Pem.exposesKey(Pem.text(body))) {
      return new Outcome.Refused(Reason.KEY_EXPOSED);
    }
    try {
      return judge(isDer ? body : decode(Pem.text(body)), holder);
    } catch (IOException | IllegalArgumentException | IllegalStateException _) {
      return new Outcome.Refused(Reason.UNREADABLE); // what parsers say quotes what was sent
    }
  }

  private static byte[] decode(String text) {
    return text.contains(PEM_MARK)
        ? Pem.request(text)
        : Base64.getDecoder().decode(text.replaceAll("[\r\n\t ]", ""));
  }

  private static Outcome judge(byte[] der, SpiffeId.Partner holder) throws IOException {
    if (!Der.isPlain(der) || !isCanonical(der)) {
      return new Outcome.Refused(Reason.UNREADABLE);
    }
    ASN1Sequence sequence = ASN1Sequence.getInstance(der);
    if (sequence.size() != 3) {
      return new Outcome.Refused(Reason.UNREADABLE);
    }
    var request = CertificationRequest.getInstance(sequence);
    CertificationRequestInfo info = request.getCertificationRequestInfo();
    if (!info.getVersion().hasValue(0)) {
      return new Outcome.Refused(Reason.UNREADABLE);
    }
    Optional<P256Key> key = P256Key.of(info.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER));
    if (key.isEmpty()) {
      return new Outcome.Refused(Reason.WEAK_KEY);
    }
    if (!isSignedBy(key.get(), request)) {
      return new Outcome.Refused(Reason.BAD_SIGNATURE);
    }
    return Optional.ofNullable(info.getAttributes())
        .flatMap(attributes -> RequestedExtensions.objection(attributes, holder))
        .<Outcome>map(Outcome.Refused::new)
        .orElseGet(() -> new Outcome.Sound(key.get()));
  }

  /// So that what is verified is what was signed, and not another spelling of it.
  private static boolean isCanonical(byte[] der) throws IOException {
    return Arrays.equals(ASN1Primitive.fromByteArray(der).getEncoded(ASN1Encoding.DER), der);
  }

  private static boolean isSignedBy(P256Key key, CertificationRequest request) throws IOException {
    var algorithm = request.getSignatureAlgorithm();
    @Nullable String name = SIGNATURES.get(algorithm.getAlgorithm().getId());
    if (name == null
        || algorithm.getParameters() != null
        || request.getSignature().getPadBits() != 0) {
      return false;
    }
    try {
      var signature = Signature.getInstance(name);
      signature.initVerify(key.key());
      signature.update(request.getCertificationRequestInfo().getEncoded(ASN1Encoding.DER));
      return signature.verify(request.getSignature().getOctets());
    } catch (GeneralSecurityException _) {
      return false; // no two numbers, or none in range
    }
  }
}
