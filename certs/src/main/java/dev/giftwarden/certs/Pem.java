package dev.giftwarden.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// RFC 7468 text as the tools of this world write it: certificates, and EC keys in PKCS#8 or SEC 1.
/// A block begins on a line of its own; what stands around blocks, in whatever language, and blocks
/// of other labels are for others. A block of ours that is damaged is never skipped: a file that is
/// half read is a file that somebody believes to be in use.
public final class Pem {
  /// A chain has two, a folder of roots in the middle of a roll-over a few; more is not ours.
  private static final int MOST_CERTIFICATES = 16;

  /// No handshake of TLS can carry a larger one.
  private static final int MOST_BYTES = 32 * 1024;

  private static final String PKCS8 = "PRIVATE KEY";
  private static final String SEC1 = "EC PRIVATE KEY";
  private static final String CURVE = "EC PARAMETERS";

  /// RFC 7468, section 5.1: the second and third are what old tools write.
  private static final Set<String> CERTIFICATE =
      Set.of("CERTIFICATE", "X509 CERTIFICATE", "X.509 CERTIFICATE");

  /// The mark of UTF-8 before a line is what editors put there, and `cat` moves into the middle; it
  /// is one character or, read byte by byte, three.
  private static final Pattern BEGIN =
      Pattern.compile("(?m)^(?:\uFEFF|\u00EF\u00BB\u00BF)?[ \\t]*-----BEGIN ([A-Z0-9.# ]+)-----");

  private static final Pattern BODY =
      Pattern.compile("(?<base64>[A-Za-z0-9+/=\\s]*+)-----END (?<label>[A-Z0-9.# ]+)-----");

  /// RFC 7468, section 7: the second is what old tools write.
  private static final Set<String> REQUEST =
      Set.of("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");

  /// Wherever it stands: who looks for an exposed key asks for no form.
  private static final Pattern EXPOSED =
      Pattern.compile("-----BEGIN [A-Z0-9.# ]{0,40}PRIVATE KEY( BLOCK)?-----");

  private Pem() {}

  private record Block(String label, String base64) {
    byte[] der() {
      return Base64.getMimeDecoder().decode(base64);
    }

    /// May hold a key.
    @Override
    public String toString() {
      return "Block[" + label + "]";
    }
  }

  /// What stands in a file. Blocks are ASCII, and text around them in whatever encoding its writer
  /// had: each byte is a character here, but for files that say to be UTF-16, as PowerShell's do.
  public static String text(byte[] file) {
    boolean wide =
        file.length >= 2
            && ((file[0] == (byte) 0xFE && file[1] == (byte) 0xFF)
                || (file[0] == (byte) 0xFF && file[1] == (byte) 0xFE));
    return new String(file, wide ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1);
  }

  /// Every certificate of `text`, in order; text around the blocks is skipped.
  ///
  /// @throws IllegalArgumentException if there is none, or more than 16, or one that does not parse
  public static List<X509Certificate> certificates(String text) {
    List<Block> blocks = blocks(text, CERTIFICATE);
    if (blocks.size() > MOST_CERTIFICATES) {
      throw new IllegalArgumentException("more than " + MOST_CERTIFICATES + " certificates");
    }
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("no certificate in PEM form");
    }
    return blocks.stream().map(block -> certificate(block.der())).toList();
  }

  /// The certificate of one DER value.
  ///
  /// @param der one certificate and not a byte more
  /// @throws IllegalArgumentException if it is anything else
  public static X509Certificate certificate(byte[] der) {
    if (der.length > MOST_BYTES) {
      throw new IllegalArgumentException("a certificate of more than " + MOST_BYTES + " bytes");
    }
    try {
      var stream = new ByteArrayInputStream(der);
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
      if (certificate.getEncoded().length != der.length) {
        throw new IllegalArgumentException("bytes behind the certificate");
      }
      return certificate;
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a certificate in DER", e);
    }
  }

  /// The DER of the one certification request (PKCS#10) of `text`.
  ///
  /// @throws IllegalArgumentException if there is none, or more than one, or half of one
  public static byte[] request(String text) {
    List<Block> blocks = blocks(text, REQUEST);
    if (blocks.size() != 1) {
      throw new IllegalArgumentException("not one certification request in PEM form");
    }
    return blocks.getFirst().der();
  }

  /// Whether a private key of any kind, encrypted ones included, stands in `text` or begins there.
  public static boolean exposesKey(String text) {
    return EXPOSED.matcher(text).find();
  }

  /// The private key of `text`.
  ///
  /// @throws IllegalArgumentException unless `text` holds exactly one EC key, not encrypted, in
  ///   PKCS#8 or SEC 1 (RFC 5915)
  public static PrivateKey privateKey(String text) {
    List<Block> keys = blocks(text, Set.of(PKCS8, SEC1));
    if (keys.size() > 1) {
      throw new IllegalArgumentException("more than one private key");
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          exposesKey(text)
              ? "no private key in PKCS#8 or SEC 1: it is encrypted, or of another kind"
              : "no private key in PEM form (PKCS#8 or SEC 1)");
    }
    Block key = keys.getFirst();
    try {
      byte[] der = key.label().equals(SEC1) ? pkcs8(key.der(), text) : key.der();
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException
        | IOException
        | IllegalArgumentException
        | IllegalStateException _) {
      // no cause: its message may quote the key
      throw new IllegalArgumentException(
          "no private key of EC in the block of " + key.label() + ": damaged, or of another kind");
    }
  }

  /// RFC 5915, section 3: the curve stands in the key, or in a block before it; where it stands
  /// nowhere, it is ours.
  private static byte[] pkcs8(byte[] sec1, String text) throws IOException {
    ASN1Sequence key = ASN1Sequence.getInstance(sec1);
    ASN1Encodable curve = ECPrivateKey.getInstance(key).getParametersObject();
    if (curve == null) {
      List<Block> before = blocks(text, Set.of(CURVE));
      curve =
          before.isEmpty()
              ? SECObjectIdentifiers.secp256r1
              : ASN1ObjectIdentifier.getInstance(before.getFirst().der());
    }
    var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve);
    return new PrivateKeyInfo(algorithm, key).getEncoded();
  }

  public static String encode(X509Certificate certificate) {
    try {
      return encode("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }

  public static String encode(PrivateKey key) {
    return encode(PKCS8, key.getEncoded());
  }

  private static String encode(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private static List<Block> blocks(String text, Set<String> labels) {
    List<Block> found = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    Matcher body = BODY.matcher(text);
    while (begin.find()) {
      String label = begin.group(1);
      if (labels.contains(label)) {
        body.region(begin.end(), text.length());
        if (!body.lookingAt() || !body.group("label").equals(label)) {
          throw new IllegalArgumentException("a block of " + label + " is damaged or encrypted");
        }
        found.add(new Block(label, body.group("base64")));
      }
    }
    return found;
  }
}
