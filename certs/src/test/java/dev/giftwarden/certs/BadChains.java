package dev.giftwarden.certs;

import dev.giftwarden.certs.ChainCheck.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One good client of a partner, and every way we know to be almost that.
public final class BadChains {
  private static final String USABLE =
      "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n";
  private static final String CLIENT = USABLE + "extendedKeyUsage=clientAuth\n";
  private static final String ERP =
      "URI:spiffe://partners.giftwarden.example/account/acme/client/erp";
  private static final String SAN = "subjectAltName=" + ERP;

  /// The extensions of a good partner.
  static final String PARTNER = CLIENT + SAN;

  private static final String ISSUING =
      "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n";

  private final Path folder;
  private final Path pki;
  private final OpenSsl openssl;
  private final Instant now;
  private final List<Row> rows = new ArrayList<>();

  /// A chain, and what is wrong with it.
  ///
  /// @param reasons what [ChainCheck] is to find: exactly these
  public record Row(String name, List<X509Certificate> chain, PrivateKey key, Set<Reason> reasons) {
    @Override
    public String toString() {
      return name;
    }
  }

  private BadChains(Path folder, Path pki, Instant now) {
    this.folder = folder;
    this.pki = pki;
    this.openssl = new OpenSsl(folder);
    this.now = now;
  }

  public static List<Row> of(Path folder, Path pki, Instant now) throws IOException {
    BadChains chains = new BadChains(folder, pki, now);
    chains.addTrust();
    chains.addTime();
    chains.addUse();
    chains.addNames();
    chains.addUris();
    chains.addKeys();
    chains.addIssuers();
    chains.addShape();
    return chains.rows;
  }

  private void addTrust() throws IOException {
    Pki other = Pki.init(folder.resolve("other"), InstantSource.fixed(now));
    other.issuePartner("acme", "erp", folder.resolve("foreign"));
    addFolder("another root with the same names", "foreign", Reason.UNTRUSTED);
    var copy = openssl.selfSigned("/CN=a partner", PARTNER);
    add("self-signed with a copied SPIFFE id", copy, Reason.SELF_SIGNED);
    add(
        "self-signed as openssl does it without being told more",
        openssl.selfSigned("/CN=a partner", "basicConstraints=critical,CA:TRUE\n"),
        Reason.SELF_SIGNED,
        Reason.NOT_A_LEAF,
        Reason.WRONG_USE,
        Reason.NO_IDENTITY);
    var real = Pem.certificates(Files.readString(pki.resolve("partners/ca.crt")));
    add(
        "self-signed, sent with the real issuing CA",
        List.of(copy.chain().getFirst(), real.getFirst()),
        copy.key(),
        Reason.SELF_SIGNED);
    add(
        "signed with SHA-1",
        openssl.signedBy(pki.resolve("partners"), "/CN=a partner", PARTNER, "-sha1"),
        Reason.WEAK_SIGNATURE);
  }

  private void addTime() {
    at(now.minus(Duration.ofDays(91))).issuePartner("acme", "erp", folder.resolve("expired"));
    addFolder("expired", "expired", Reason.EXPIRED);
    at(now.plus(Duration.ofDays(1))).issuePartner("acme", "erp", folder.resolve("future"));
    addFolder("not yet valid", "future", Reason.NOT_YET_VALID);
  }

  private void addUse() throws IOException {
    addPartner(
        "for servers only", USABLE + "extendedKeyUsage=serverAuth\n" + SAN, Reason.WRONG_USE);
    addPartner("without extended key usage", USABLE + SAN, Reason.WRONG_USE);
    addPartner(
        "for any use", USABLE + "extendedKeyUsage=anyExtendedKeyUsage\n" + SAN, Reason.WRONG_USE);
    addPartner(
        "without digitalSignature",
        "keyUsage=critical,keyAgreement\nextendedKeyUsage=clientAuth\n" + SAN,
        Reason.WRONG_USE);
  }

  private void addNames() throws IOException {
    addPartner("without a name", CLIENT, Reason.NO_IDENTITY);
    addPartner(
        "two URIs",
        PARTNER + ",URI:spiffe://partners.giftwarden.example/account/acme/client/web",
        Reason.NO_IDENTITY);
    addPartner("the same URI twice", PARTNER + "," + ERP, Reason.NO_IDENTITY);
    addPartner(
        "a host name beside its id",
        PARTNER + ",DNS:localhost",
        Reason.NAME_OUTSIDE_CA,
        Reason.NO_IDENTITY);
    addPartner(
        "a host name that the CA's constraint lets through",
        PARTNER + ",DNS:gift.invalid",
        Reason.NO_IDENTITY);
    addPartner(
        "an address beside its id",
        PARTNER + ",IP:127.0.0.1",
        Reason.NAME_OUTSIDE_CA,
        Reason.NO_IDENTITY);
    addPartner(
        "an e-mail address beside its id", PARTNER + ",email:a@b.example", Reason.NO_IDENTITY);
    addPartner(
        "a path that is no client's",
        CLIENT + "subjectAltName=URI:spiffe://partners.giftwarden.example/gift",
        Reason.NO_IDENTITY);
    addPartner(
        "a subdomain of its kind",
        CLIENT
            + "subjectAltName=URI:spiffe://a.partners.giftwarden.example/account/acme/client/erp",
        Reason.NAME_OUTSIDE_CA,
        Reason.NO_IDENTITY);
  }

  /// RFC 5280, section 4.2.1.10: a URI without a host is inside no constraint.
  private void addUris() throws IOException {
    String ours = "spiffe://partners.giftwarden.example";
    String path = "/account/acme/client/erp";
    for (String uri :
        List.of(
            "spiffe:///x",
            "spiffe:" + path,
            "spiffe:x",
            "urn:x:y",
            "spiffe://a_b" + path,
            "spiffe://a_b.partners.giftwarden.example" + path,
            "file:///etc/passwd")) {
      addUri(uri, Reason.NAME_OUTSIDE_CA, Reason.NO_IDENTITY);
    }
    for (String uri :
        List.of(
            "spiffe://[2001:db8::1]" + path, "spiffe://192.0.2.1" + path, "spiffe://x" + path)) {
      addUri(uri, Reason.NAME_OUTSIDE_CA, Reason.NO_IDENTITY);
    }
    for (String uri :
        List.of(
            ours,
            ours + "/",
            ours + path + "/",
            ours + "/" + path,
            ours + path + "?x=y",
            ours + ":443" + path,
            "spiffe://a@partners.giftwarden.example" + path,
            "SPIFFE://partners.giftwarden.example" + path,
            "https:" + ours.substring(7) + path,
            "spiffe://PARTNERS.giftwarden.example" + path,
            ours + "/account/%61cme/client/erp")) {
      addUri(uri, Reason.NO_IDENTITY);
    }
    addPartner(
        "a URI without a host beside its id",
        PARTNER + ",URI:spiffe:///x",
        Reason.NAME_OUTSIDE_CA,
        Reason.NO_IDENTITY);
    for (String uri : List.of("spiffe://", "x", "spiffe://a b/x", "%")) {
      addUri(uri, Reason.NAME_OUTSIDE_CA, Reason.NO_IDENTITY); // not even a URI
    }
  }

  private void addUri(String uri, Reason... reasons) throws IOException {
    addPartner("named " + uri, CLIENT + "subjectAltName=URI:" + uri, reasons);
  }

  private void addKeys() throws IOException {
    for (String curve : List.of("P-384", "P-521")) {
      add(
          "a key on " + curve,
          new OpenSsl(Files.createDirectory(folder.resolve(curve)))
              .on(curve)
              .signedBy(pki.resolve("partners"), "/CN=a partner", PARTNER),
          Reason.KEY_NOT_ACCEPTED);
    }
    var ca =
        new OpenSsl(Files.createDirectory(folder.resolve("P-384 CA")))
            .on("P-384")
            .signedBy(
                pki.resolve("root"),
                "/CN=large",
                ISSUING + "nameConstraints=critical,permitted;URI:partners.giftwarden.example\n");
    add(
        "below an issuing CA with a key on P-384",
        openssl.signedBy(ca.folder(), "/CN=a partner", PARTNER),
        Reason.KEY_NOT_ACCEPTED);
  }

  private void addIssuers() throws IOException {
    addPartner(
        "the partners' CA signing a service",
        CLIENT + "subjectAltName=URI:spiffe://services.giftwarden.example/auth",
        Reason.NAME_OUTSIDE_CA,
        Reason.OTHER_KIND_OF_CA,
        Reason.KIND_NOT_ACCEPTED);
    add(
        "the services' CA signing a partner",
        openssl.signedBy(pki.resolve("services"), "/CN=a partner", PARTNER),
        Reason.NAME_OUTSIDE_CA,
        Reason.OTHER_KIND_OF_CA);
    at(now).issueService("gift", List.of(), folder.resolve("service"));
    addFolder("a service where partners are served", "service", Reason.KIND_NOT_ACCEPTED);
    addUnder("a CA without name constraints", ISSUING);
    addUnder(
        "a CA with constraints that are not critical",
        ISSUING + "nameConstraints=permitted;URI:partners.giftwarden.example\n");
    addUnder(
        "a CA of two kinds",
        ISSUING
            + "nameConstraints=critical,permitted;URI:partners.giftwarden.example,"
            + "permitted;URI:services.giftwarden.example\n");
    addUnder(
        "a CA that may sign further CAs",
        """
        basicConstraints=critical,CA:TRUE,pathlen:1
        keyUsage=critical,keyCertSign
        nameConstraints=critical,permitted;URI:partners.giftwarden.example
        """);
  }

  private void addShape() throws IOException {
    at(now).issuePartner("acme", "erp", folder.resolve("good"));
    var good = chainIn("good");
    var unknown =
        openssl.signedBy(
            pki.resolve("root"),
            "/CN=unknown",
            ISSUING + "nameConstraints=critical,permitted;URI:partners.giftwarden.example\n");
    var lone = openssl.signedBy(unknown.folder(), "/CN=a partner", PARTNER);
    add(
        "without its issuing CA, which nobody here knows",
        List.of(lone.chain().getFirst()),
        lone.key(),
        Reason.CHAIN_LENGTH);
    var sub = openssl.signedBy(pki.resolve("partners"), "/CN=a sub", ISSUING);
    var below = openssl.signedBy(sub.folder(), "/CN=a partner", PARTNER);
    var long4 = new ArrayList<>(below.chain());
    long4.add(good.getLast());
    add("below a CA that a partner's CA made", long4, below.key(), Reason.CHAIN_LENGTH);
    add(
        "a CA made by the partners' CA, as a client",
        openssl.signedBy(pki.resolve("partners"), "/CN=a partner", ISSUING + SAN),
        Reason.NOT_A_LEAF,
        Reason.WRONG_USE);
    add(
        "signed by the root itself",
        openssl.signedBy(pki.resolve("root"), "/CN=a partner", PARTNER),
        Reason.CHAIN_LENGTH);
  }

  private void addUnder(String name, String caExtensions) throws IOException {
    var ca = openssl.signedBy(pki.resolve("root"), "/CN=rogue", caExtensions);
    var leaf = openssl.signedBy(ca.folder(), "/CN=a partner", PARTNER);
    add(name, leaf, Reason.NOT_AN_ISSUING_CA);
  }

  private void addPartner(String name, String extensions, Reason... reasons) throws IOException {
    add(name, openssl.signedBy(pki.resolve("partners"), "/CN=a partner", extensions), reasons);
  }

  private void addFolder(String name, String made, Reason... reasons) {
    add(name, chainIn(made), keyIn(made), reasons);
  }

  private void add(String name, OpenSsl.Made made, Reason... reasons) {
    add(name, made.chain(), made.key(), reasons);
  }

  private void add(String name, List<X509Certificate> chain, PrivateKey key, Reason... reasons) {
    rows.add(new Row(name, chain, key, EnumSet.copyOf(List.of(reasons))));
  }

  private Pki at(Instant instant) {
    return Pki.open(pki, InstantSource.fixed(instant));
  }

  private List<X509Certificate> chainIn(String name) {
    return Pem.certificates(read(folder.resolve(name)).certificate());
  }

  private PrivateKey keyIn(String name) {
    return Pem.privateKey(read(folder.resolve(name)).key());
  }

  private static CredentialFolder.Text read(Path credentials) {
    try {
      return CredentialFolder.read(credentials);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
