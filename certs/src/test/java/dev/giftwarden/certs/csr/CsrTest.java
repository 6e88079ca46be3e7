package dev.giftwarden.certs.csr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.csr.Csr.Reason;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("M5 of a certification request only a sound key counts")
class CsrTest {
  private static final SpiffeId.Partner ERP = new SpiffeId.Partner("acme", "erp");
  private static final byte[] GOOD = Requests.good();
  private static final String PEM = Requests.pem(GOOD);
  private static final GeneralName OWN = uri(ERP.uri());

  /// Keeps a marker of keys out of what is tracked.
  private static final String KEY = "-----BEGIN PRIVATE " + "KEY-----\nAAAA\n";

  static Stream<Arguments> sound() {
    return Stream.of(
        argumentSet("DER", GOOD),
        argumentSet("PEM", bytes(PEM)),
        argumentSet(
            "PEM as old tools label it",
            bytes(PEM.replace("CERTIFICATE REQ", "NEW CERTIFICATE REQ"))),
        argumentSet("text around it", bytes("Certificate Request:\n  Data:\n" + PEM + "\nbye\n")),
        argumentSet("a byte order mark before it", bytes("\uFEFF" + PEM)),
        argumentSet("CRLF", bytes(PEM.replace("\n", "\r\n"))),
        argumentSet("UTF-16", PEM.getBytes(UTF_16)),
        argumentSet("bare base64", Base64.getEncoder().encode(GOOD)),
        argumentSet("bare base64 in lines", Base64.getMimeEncoder().encode(GOOD)),
        argumentSet("its own name", Requests.named(OWN)),
        argumentSet("SHA-384 and -512", Requests.of(Requests.ec("secp256r1"), "SHA384withECDSA")),
        argumentSet("says that it is no CA", Requests.with(constraints(false))));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void accepts(byte[] body) {
    assertThat(Csr.read(body, ERP)).isInstanceOf(Csr.Outcome.Sound.class);
  }

  static Stream<Arguments> unsound() throws IOException {
    return Stream.of(
        argumentSet("17 KB", Reason.TOO_LARGE, new byte[17 * 1024]),
        argumentSet("nothing", Reason.UNREADABLE, new byte[0]),
        argumentSet("words", Reason.UNREADABLE, bytes("hello")),
        argumentSet("half of one", Reason.UNREADABLE, Arrays.copyOf(GOOD, GOOD.length / 2)),
        argumentSet("a byte behind it", Reason.UNREADABLE, Arrays.copyOf(GOOD, GOOD.length + 1)),
        argumentSet("two", Reason.UNREADABLE, bytes(PEM + PEM)),
        argumentSet("a block without end", Reason.UNREADABLE, bytes(PEM.substring(0, 200))),
        argumentSet("of another label", Reason.UNREADABLE, bytes(PEM.replace(" REQUEST", ""))),
        argumentSet("eight thousand levels", Reason.UNREADABLE, levels(8000)),
        argumentSet("seventeen levels", Reason.UNREADABLE, levels(17)),
        argumentSet("indefinite length", Reason.UNREADABLE, hex("3080020100020100020100" + "0000")),
        argumentSet("no request", Reason.UNREADABLE, hex("3009020100020100020100")),
        argumentSet("version 2", Reason.UNREADABLE, swap(GOOD, "020100", "020101")),
        argumentSet(
            "true in another spelling",
            Reason.UNREADABLE,
            swap(Requests.with(constraints(false)), "0101ff", "010101")),
        argumentSet("a key before it", Reason.KEY_EXPOSED, bytes(KEY + PEM)),
        argumentSet("a key behind it", Reason.KEY_EXPOSED, bytes(PEM + KEY)),
        argumentSet("P-384", Reason.WEAK_KEY, ofKey(Requests.ec("secp384r1"), "SHA384withECDSA")),
        argumentSet("P-521", Reason.WEAK_KEY, ofKey(Requests.ec("secp521r1"), "SHA512withECDSA")),
        argumentSet("RSA", Reason.WEAK_KEY, ofKey(Requests.rsa(), "SHA256withRSA")),
        argumentSet("a point beside the curve", Reason.WEAK_KEY, besideTheCurve()),
        argumentSet("a hybrid point", Reason.WEAK_KEY, swap(GOOD, "03420004", "03420006")),
        argumentSet(
            "SHA-1", Reason.BAD_SIGNATURE, Requests.of(Requests.ec("secp256r1"), "SHA1withECDSA")),
        argumentSet("another's signature", Reason.BAD_SIGNATURE, ofAnothersKey()),
        argumentSet("a letter changed", Reason.BAD_SIGNATURE, swap(GOOD, "7768", "7769")),
        argumentSet("CA:true", Reason.IS_CA, Requests.with(constraints(true))),
        argumentSet("another client", Reason.FOREIGN_NAME, Requests.named(uri(another("crm")))),
        argumentSet("a host", Reason.FOREIGN_NAME, Requests.named(host())),
        argumentSet("a host beside its own", Reason.FOREIGN_NAME, Requests.named(OWN, host())),
        argumentSet("its own twice", Reason.FOREIGN_NAME, Requests.named(OWN, OWN)),
        argumentSet("an empty list of names", Reason.FOREIGN_NAME, Requests.named()),
        argumentSet("in capitals", Reason.FOREIGN_NAME, Requests.named(uri(another("ERP")))));
  }

  @ParameterizedTest
  @MethodSource("unsound")
  void refuses(Reason reason, byte[] body) {
    assertThat(Csr.read(GOOD, ERP)).isInstanceOf(Csr.Outcome.Sound.class);
    assertThat(Csr.read(body, ERP)).isEqualTo(new Csr.Outcome.Refused(reason));
  }

  private static GeneralName uri(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, text);
  }

  private static GeneralName host() {
    return new GeneralName(GeneralName.dNSName, "auth.giftwarden.example");
  }

  private static String another(String client) {
    return "spiffe://partners.giftwarden.example/account/acme/client/" + client;
  }

  private static ExtensionsGenerator constraints(boolean ca) {
    try {
      var extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      return extensions;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] ofKey(KeyPair pair, String algorithm) {
    return Requests.of(pair, algorithm);
  }

  /// The public key of one, signed by another.
  private static byte[] ofAnothersKey() {
    var mine = Requests.ec("secp256r1");
    var theirs = Requests.ec("secp256r1");
    return Requests.of(new KeyPair(theirs.getPublic(), mine.getPrivate()), "SHA256withECDSA");
  }

  /// The last byte of the point is the last before the attributes.
  private static byte[] besideTheCurve() {
    byte[] body = GOOD.clone();
    int point = new String(body, ISO_8859_1).indexOf("\u0003B\u0000\u0004");
    body[point + 67] ^= 1;
    return body;
  }

  private static byte[] swap(byte[] body, String from, String to) {
    String hex = HexFormat.of().formatHex(body);
    assertThat(hex).contains(from);
    return HexFormat.of().parseHex(hex.replaceFirst(from, to));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /// Sequences in sequences.
  private static byte[] levels(int count) {
    byte[] value = {0x05, 0x00};
    int size = 2;
    byte[] out = new byte[16 * 1024];
    int at = out.length - size;
    System.arraycopy(value, 0, out, at, 2);
    for (int i = 0; i < count && at > 8; i++) {
      if (size < 0x80) {
        out[--at] = (byte) size;
        size += 2;
      } else {
        boolean two = size > 0xFF;
        out[--at] = (byte) size;
        if (two) {
          out[--at] = (byte) (size >> 8);
        }
        out[--at] = (byte) (two ? 0x82 : 0x81);
        size += two ? 4 : 3;
      }
      out[--at] = 0x30;
    }
    return Arrays.copyOfRange(out, at, out.length);
  }
}
