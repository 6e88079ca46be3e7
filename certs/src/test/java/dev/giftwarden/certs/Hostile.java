package dev.giftwarden.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/// Certificates whose makers care for nothing but what they cost their reader. No signature in them
/// is one; the numbers are those of a fixed seed.
public final class Hostile {
  /// What is left of the largest message of a handshake for a key or an extension.
  private static final int ROOM = 31_000;

  /// What cost eleven seconds of an event loop.
  public static final String GIANT = "self-issued, DSA of 82,000 bits";

  private static final AlgorithmIdentifier DSA =
      new AlgorithmIdentifier(NISTObjectIdentifiers.dsa_with_sha256);
  private static final AlgorithmIdentifier ECDSA =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  private static final AlgorithmIdentifier RSA =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

  private final Random random = new Random(9);
  private final X500Name issuing;

  private Hostile(X509Certificate issuing) {
    this.issuing = X500Name.getInstance(issuing.getSubjectX500Principal().getEncoded());
  }

  /// Each way by its name, with what makes a new chain every time: the JDK remembers certificates
  /// by their bytes, and what a verification said, so the second of one chain costs nothing.
  ///
  /// @param issuing a real issuing CA, which some of them claim to come from
  public static Map<String, Supplier<List<X509Certificate>>> ways(X509Certificate issuing) {
    Hostile make = new Hostile(issuing);
    Map<String, Supplier<List<X509Certificate>>> ways = new LinkedHashMap<>();
    ways.put(GIANT, () -> List.of(make.selfIssued(make.dsa(82_000), DSA)));
    ways.put(
        "self-issued, DSA of 8,000 bits", () -> List.of(make.selfIssued(make.dsa(8_000), DSA)));
    ways.put(
        "DSA of 82,000 bits that says ECDSA",
        () -> List.of(make.selfIssued(make.dsa(82_000), ECDSA)));
    ways.put("DSA of 82,000 bits, issued", () -> List.of(make.issued(make.dsa(82_000)), issuing));
    ways.put(
        "self-issued, RSA of 16,384 bits", () -> List.of(make.selfIssued(make.rsa(16_384), RSA)));
    ways.put("RSA of 16,384 bits, issued", () -> List.of(make.issued(make.rsa(16_384)), issuing));
    ways.put("a serial of 30,000 bytes", () -> List.of(make.withSerial(ROOM - 1000), issuing));
    ways.put("2,000 names", () -> List.of(make.withExtension(make.names(1_000)), issuing));
    ways.put("1,500 extensions", () -> List.of(make.withExtensions(1_500), issuing));
    ways.put("a subject of 1,000 parts", () -> List.of(make.withSubject(1_000), issuing));
    ways.put("a leaf below six of one name", () -> make.belowMany(6));
    ways.put("a leaf below an issuing CA with DSA", () -> make.below(make.dsa(70_000), DSA));
    ways.put("a leaf below an issuing CA with RSA", () -> make.below(make.rsa(16_384), RSA));
    return ways;
  }

  /// One chain for each of the [#ways], by its name.
  public static Map<String, List<X509Certificate>> chains(X509Certificate issuing) {
    Map<String, List<X509Certificate>> made = new LinkedHashMap<>();
    ways(issuing).forEach((name, way) -> made.put(name, way.get()));
    return made;
  }

  private SubjectPublicKeyInfo dsa(int bits) {
    BigInteger q = BigInteger.TWO.pow(256).subtract(BigInteger.valueOf(189));
    var parameters = new DSAParameter(odd(bits), q, odd(bits - 1));
    var algorithm =
        new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10040.4.1"), parameters);
    return info(algorithm, new ASN1Integer(odd(bits - 1)));
  }

  private SubjectPublicKeyInfo rsa(int bits) {
    var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    return info(algorithm, new RSAPublicKey(odd(bits), odd(64)));
  }

  private static SubjectPublicKeyInfo p256() {
    return SubjectPublicKeyInfo.getInstance(CertificateAuthority.newKey().getPublic().getEncoded());
  }

  private BigInteger odd(int bits) {
    return new BigInteger(bits - 1, random).setBit(bits - 1).setBit(0);
  }

  private static SubjectPublicKeyInfo info(AlgorithmIdentifier algorithm, ASN1Encodable key) {
    try {
      return new SubjectPublicKeyInfo(algorithm, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509Certificate selfIssued(SubjectPublicKeyInfo key, AlgorithmIdentifier signed) {
    X500Name own = new X500Name("CN=x");
    return certificate(BigInteger.TEN, own, own, key, signed, null);
  }

  private X509Certificate issued(SubjectPublicKeyInfo key) {
    return certificate(BigInteger.TEN, issuing, new X500Name("CN=x"), key, ECDSA, null);
  }

  private X509Certificate withSerial(int bytes) {
    return certificate(odd(Byte.SIZE * bytes), issuing, new X500Name("CN=x"), p256(), ECDSA, null);
  }

  private X509Certificate withExtension(Extension extension) {
    return certificate(
        BigInteger.TEN, issuing, new X500Name("CN=x"), p256(), ECDSA, new Extensions(extension));
  }

  private X509Certificate withExtensions(int count) {
    List<Extension> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var id = new ASN1ObjectIdentifier("1.3.6.1.4.1.5.5." + i);
      all.add(new Extension(id, false, new byte[] {5, 0}));
    }
    return certificate(
        BigInteger.TEN,
        issuing,
        new X500Name("CN=x"),
        p256(),
        ECDSA,
        new Extensions(all.toArray(Extension[]::new)));
  }

  private Extension names(int count) {
    List<GeneralName> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://a" + i + "/x"));
      all.add(new GeneralName(GeneralName.dNSName, "a" + i));
    }
    try {
      var names = new GeneralNames(all.toArray(GeneralName[]::new));
      return Extension.create(Extension.subjectAlternativeName, false, names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509Certificate withSubject(int parts) {
    var subject = new X500NameBuilder();
    for (int i = 0; i < parts; i++) {
      subject.addRDN(BCStyle.OU, "u" + i);
    }
    return certificate(BigInteger.TEN, issuing, subject.build(), p256(), ECDSA, null);
  }

  private List<X509Certificate> belowMany(int count) {
    List<X509Certificate> chain = new ArrayList<>(List.of(issued(p256())));
    X500Name root = new X500Name("O=Giftwarden,CN=Giftwarden root CA");
    for (int i = 0; i < count; i++) {
      chain.add(certificate(BigInteger.valueOf(i + 1L), root, issuing, p256(), ECDSA, null));
    }
    return chain;
  }

  private List<X509Certificate> below(SubjectPublicKeyInfo key, AlgorithmIdentifier signed) {
    X500Name root = new X500Name("O=Giftwarden,CN=Giftwarden root CA");
    return List.of(
        certificate(BigInteger.TEN, issuing, new X500Name("CN=x"), p256(), signed, null),
        certificate(BigInteger.ONE, root, issuing, key, ECDSA, null));
  }

  private X509Certificate certificate(
      BigInteger serial,
      X500Name issuer,
      X500Name subject,
      SubjectPublicKeyInfo key,
      AlgorithmIdentifier signed,
      @Nullable Extensions extensions) {
    var tbs = new V3TBSCertificateGenerator();
    tbs.setSerialNumber(new ASN1Integer(serial));
    tbs.setIssuer(issuer);
    tbs.setSubject(subject);
    tbs.setSubjectPublicKeyInfo(key);
    tbs.setSignature(signed);
    tbs.setStartDate(new Time(Date.from(Instant.parse("2026-01-01T00:00:00Z"))));
    tbs.setEndDate(new Time(Date.from(Instant.parse("2036-01-01T00:00:00Z"))));
    if (extensions != null) {
      tbs.setExtensions(extensions);
    }
    var signature =
        new DERSequence(new ASN1Encodable[] {new ASN1Integer(odd(250)), new ASN1Integer(odd(250))});
    try {
      var der =
          new DERSequence(
                  new ASN1Encodable[] {
                    tbs.generateTBSCertificate(), signed, new DERBitString(signature)
                  })
              .getEncoded("DER");
      return Pem.certificate(der);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same bytes under another key, as [Masked] says.
  public static X509Certificate shownWith(PublicKey key, X509Certificate certificate) {
    return new Masked(key, certificate);
  }
}
