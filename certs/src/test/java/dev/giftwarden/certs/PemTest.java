package dev.giftwarden.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// PEM as openssl, cert-manager, browsers, editors and shells leave it behind.
class PemTest {
  /// Keeps a marker of keys out of what is tracked.
  private static final String KEY = "PRIVATE " + "KEY-----";

  @TempDir static Path temp;
  static String chain;
  static List<X509Certificate> certificates;
  static String pkcs8;
  static String sec1;
  static String sec1WithoutPublic;
  static String parameters;

  @BeforeAll
  static void make() throws IOException {
    Pki.init(temp.resolve("pki"), InstantSource.system())
        .issuePartner("acme", "erp", temp.resolve("erp"));
    chain = Files.readString(temp.resolve("erp/tls.crt"));
    certificates = Pem.certificates(chain);
    pkcs8 = Files.readString(temp.resolve("erp/tls.key"));
    sec1 = openssl("ec", "-in", "erp/tls.key");
    parameters = openssl("ecparam", "-name", "prime256v1");
    sec1WithoutPublic = openssl("ec", "-in", "erp/tls.key", "-no_public");
  }

  private static String openssl(String... arguments) throws IOException {
    String said = OpenSsl.run(temp, List.of(arguments));
    return said.substring(said.indexOf("-----BEGIN"));
  }

  private static Arguments text(String name, String text) {
    return argumentSet(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Arguments in(String name, String text, Charset charset) {
    return argumentSet(name, text.getBytes(charset));
  }

  private static String between(UnaryOperator<String> line) {
    return chain.lines().map(line).reduce("", (all, next) -> all + next + "\n");
  }

  static Stream<Arguments> certificateFiles() throws IOException {
    String bag = "Bag Attributes\n    friendlyName: Büro\nsubject=CN = acme/erp\nissuer=CN = x\n";
    String comment = "# Wurzel für Büro №7 \u2014 дом\n";
    String old = chain.replace("CERTIFICATE", "X509 CERTIFICATE");
    return Stream.of(
        text("as we write it", chain),
        text("CRLF", chain.replace("\n", "\r\n")),
        text("CR alone", chain.replace("\n", "\r")),
        text("no end of the last line", chain.strip()),
        text("blank lines around", "\n\n" + chain + "\n \t\n"),
        text("spaces at the ends of lines", between(line -> line + "  ")),
        text("indented", between(line -> "    " + line)),
        text("tabs before", between(line -> "\t" + line)),
        text("lines of any length", chain.replaceAll("(?<=[A-Za-z0-9+/])\n(?=[A-Za-z0-9+/])", "")),
        text("a line for each character", chain.replaceAll("(?<=[A-Za-z0-9+/]{8})(?=[a-z])", "\n")),
        text("everything in one line", chain.replaceAll("\n(?!-----B)", " ")),
        text("a comment before", comment + chain),
        text("comments between", comment + chain.replace("-----BEGIN", comment + "-----BEGIN")),
        text("a comment behind", chain + comment),
        in("a comment in ISO 8859-1", "# für Büro\n" + chain, StandardCharsets.ISO_8859_1),
        in("a comment in Windows-1252", "# \u20ac 5\n" + chain, Charset.forName("windows-1252")),
        text("bag attributes of PKCS#12", bag + chain.replace("-----BEGIN", bag + "-----BEGIN")),
        text("a mark of UTF-8 first", "\uFEFF" + chain),
        text("a mark of UTF-8 at each block", chain.replace("-----BEGIN", "\uFEFF-----BEGIN")),
        in("UTF-16 as PowerShell writes it", "\uFEFF" + chain, StandardCharsets.UTF_16LE),
        in("UTF-16, big end first", "\uFEFF" + chain, StandardCharsets.UTF_16BE),
        text("a label of old tools", old),
        text("another label of old tools", old.replace("X509", "X.509")),
        text("a key before", pkcs8 + chain),
        text("a key behind", chain + sec1),
        text("a key of another kind before", rsa() + chain),
        text("parameters and a key before", parameters + sec1 + chain),
        text("a revocation list between", chain.replaceFirst("(?s)(?<=E-----\n)(?=-)", list())),
        text("text of openssl -text", "Certificate:\n    Data: 3 (0x2)\n" + chain),
        text("a block that is commented out", between(l -> "# " + l) + chain),
        text("NUL in a comment", "# \0\n" + chain));
  }

  private static String rsa() throws IOException {
    return openssl("genrsa", "-traditional", "1024");
  }

  private static String list() {
    return "-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n";
  }

  @ParameterizedTest
  @MethodSource("certificateFiles")
  @DisplayName("certificates are read as the tool that wrote them meant it")
  void readsCertificates(byte[] file) {
    assertThat(Pem.certificates(Pem.text(file))).isEqualTo(certificates);
  }

  static Stream<Arguments> noCertificates() {
    String end = "-----END CERTIFICATE-----";
    return Stream.of(
        text("nothing", ""),
        text("a sentence", "hello"),
        text("a key alone", pkcs8),
        text("a block without an end", chain.substring(0, chain.indexOf(end))),
        text("a second block without an end", chain.strip().substring(0, chain.length() - 30)),
        text("an end of another label", chain.replace("END CERTIFICATE", "END X509 CRL")),
        text("an empty block", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
        text("a character that is none of base64", chain.replaceFirst("\nM", "\n!M")),
        text("a block in a block", "-----BEGIN CERTIFICATE-----\n" + chain),
        text("bytes behind the certificate", behind()),
        text("all commented out", between(line -> "# " + line)),
        text("seventeen", chain.repeat(9)));
  }

  private static String behind() {
    String first = chain.substring(0, chain.indexOf("-----END"));
    byte[] der = Base64.getMimeDecoder().decode(first.replaceAll("-----.*-----", ""));
    byte[] longer = Arrays.copyOf(der, der.length + 1);
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getEncoder().encodeToString(longer)
        + "\n-----END CERTIFICATE-----\n";
  }

  @ParameterizedTest
  @MethodSource("noCertificates")
  @DisplayName("what is damaged is refused, and never skipped beside what is whole")
  void refusesCertificates(byte[] file) {
    assertThatThrownBy(() -> Pem.certificates(Pem.text(file)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<Arguments> keyFiles() {
    return Stream.of(
        text("PKCS#8", pkcs8),
        text("PKCS#8 with CRLF", pkcs8.replace("\n", "\r\n")),
        text("PKCS#8 behind its certificates", chain + pkcs8),
        text("PKCS#8 behind a comment", "# Schlüssel\n" + pkcs8),
        text("PKCS#8 behind a mark of UTF-8", "\uFEFF" + pkcs8),
        in("PKCS#8 in UTF-16", "\uFEFF" + pkcs8, StandardCharsets.UTF_16LE),
        text("SEC 1, as cert-manager and openssl ec write it", sec1),
        text("SEC 1 with CRLF", sec1.replace("\n", "\r\n")),
        text("SEC 1 behind its parameters", parameters + sec1),
        text("SEC 1 before its certificates", sec1 + chain),
        text("SEC 1 without its public half", sec1WithoutPublic),
        text("SEC 1 that names no curve", bareSec1()),
        text("SEC 1 that names no curve, behind it", parameters + bareSec1()));
  }

  /// RFC 5915: version, the number, and nothing else.
  private static String bareSec1() {
    var key = (ECPrivateKey) Pem.privateKey(pkcs8);
    byte[] der = new byte[39];
    System.arraycopy(new byte[] {0x30, 37, 2, 1, 1, 4, 32}, 0, der, 0, 7);
    byte[] number = key.getS().toByteArray();
    int length = Math.min(number.length, 32);
    System.arraycopy(number, number.length - length, der, der.length - length, length);
    return "-----BEGIN EC %s\n%s\n-----END EC %s\n"
        .formatted(KEY, Base64.getEncoder().encodeToString(der), KEY);
  }

  @ParameterizedTest
  @MethodSource("keyFiles")
  @DisplayName("an EC key is read in PKCS#8 and in SEC 1, with and without its curve")
  void readsKeys(byte[] file) {
    PrivateKey read = Pem.privateKey(Pem.text(file));
    var wanted = (ECPrivateKey) Pem.privateKey(pkcs8);
    assertThat(read)
        .isInstanceOfSatisfying(
            ECPrivateKey.class,
            key -> {
              assertThat(key.getS()).isEqualTo(wanted.getS());
              assertThat(key.getParams().getOrder()).isEqualTo(wanted.getParams().getOrder());
            });
  }

  static Stream<Arguments> noKeys() throws IOException {
    String encrypted = openssl("pkcs8", "-topk8", "-in", "erp/tls.key", "-passout", "pass:x");
    String legacy = openssl("ec", "-in", "erp/tls.key", "-aes128", "-passout", "pass:x");
    return Stream.of(
        text("nothing", ""),
        text("certificates alone", chain),
        text("parameters alone", parameters),
        text("two keys", pkcs8 + sec1),
        text("an encrypted key", encrypted),
        text("an encrypted key of old tools", legacy),
        text("an RSA key", rsa()),
        text("an RSA key in PKCS#8", openssl("genpkey", "-algorithm", "RSA")),
        text("a key without an end", pkcs8.substring(0, 120)),
        text("PKCS#8 under the label of SEC 1", pkcs8.replace(KEY, "EC " + KEY)),
        text("another curve than its parameters can be", damagedCurve()));
  }

  private static String damagedCurve() {
    return "-----BEGIN EC PARAMETERS-----\nMAA=\n-----END EC PARAMETERS-----\n" + bareSec1();
  }

  @ParameterizedTest
  @MethodSource("noKeys")
  @DisplayName("C2 what is no EC key in clear is refused, and nothing of it is said")
  void refusesKeys(byte[] file) {
    String text = Pem.text(file);
    assertThatThrownBy(() -> Pem.privateKey(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .satisfies(e ->
            assertThat(text.lines().filter(line -> line.length() > 40))
                .noneMatch(line -> String.valueOf(e.getMessage()).contains(line)));
  }

  @Test
  @DisplayName("C2 a key of any kind is noticed, wherever it stands, and a certificate is none")
  void noticesKeys() {
    for (String key : List.of(pkcs8, sec1, parameters + sec1, chain + pkcs8, "\uFEFF" + pkcs8)) {
      assertThat(Pem.exposesKey(key)).isTrue();
    }
    for (String kind : List.of("", "RSA ", "DSA ", "EC ", "ENCRYPTED ", "OPENSSH ", "ANY ")) {
      assertThat(Pem.exposesKey("x-----BEGIN " + kind + KEY)).as(kind).isTrue();
    }
    assertThat(Pem.exposesKey("-----BEGIN PGP " + KEY.replace("-----", " BLOCK-----"))).isTrue();
    assertThat(Pem.exposesKey(chain + parameters)).isFalse();
  }
}
