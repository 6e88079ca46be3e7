package dev.giftwarden.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A CA's certificate with its key, where they lie, and what it signs. ECDSA P-256 with SHA-256
/// throughout.
public record CertificateAuthority(X509Certificate certificate, PrivateKey key) {
  /// RFC 5280 allows 20 octets and the CA/Browser Forum asks for 64 random bits; 127 need no
  /// register of serials, and stay positive in 16 octets.
  private static final int SERIAL_BITS = 127;

  /// How far the clock of a peer may be behind ours and still accept a fresh certificate.
  private static final Duration BACKDATED = Duration.ofMinutes(1);

  static final String CERTIFICATE = "ca.crt";
  static final String KEY = "ca.key";

  /// Holds a private key.
  @Override
  public String toString() {
    return "CertificateAuthority[" + certificate.getSubjectX500Principal() + "]";
  }

  /// The CA that issues from this folder at present.
  static CertificateAuthority in(Path folder) {
    return new CertificateAuthority(
        certificates(folder).getFirst(), Pem.privateKey(read(folder.resolve(KEY))));
  }

  /// The CA that issues at present, and those before it whose certificates still live.
  static List<X509Certificate> certificates(Path folder) {
    return Pem.certificates(read(folder.resolve(CERTIFICATE)));
  }

  private static String read(Path file) {
    try {
      return Pem.text(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void storeIn(Path folder) {
    try {
      CredentialFolder.makePrivateFolder(folder);
      CredentialFolder.writePrivate(folder.resolve(KEY), Pem.encode(key));
      CredentialFolder.writePrivate(folder.resolve(CERTIFICATE), Pem.encode(certificate));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the CA into " + folder, e);
    }
  }

  /// Issues from now on in the place of the one that is there.
  void replaceIn(Path folder) {
    X509Certificate before = certificates(folder).getFirst();
    CredentialFolder.replace(folder.resolve(KEY), Pem.encode(key));
    CredentialFolder.replace(
        folder.resolve(CERTIFICATE), CredentialFolder.pem(List.of(certificate, before)));
  }

  static boolean isSignedBy(X509Certificate signed, X509Certificate ca) {
    try {
      signed.verify(ca.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks P-256", e);
    }
  }

  /// @param pathLength how many CAs may follow below it
  static CertificateAuthority selfSigned(
      X500Name name, int pathLength, Duration lifetime, Instant now) {
    KeyPair pair = newKey();
    try {
      Instant notBefore = now.minus(BACKDATED);
      var builder = builder(name, name, notBefore, now.plus(lifetime), pair.getPublic());
      addCaExtensions(builder, pathLength, pair.getPublic());
      return new CertificateAuthority(sign(builder, pair.getPrivate()), pair.getPrivate());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make the certificate of " + name, e);
    }
  }

  CertificateAuthority issuingCa(
      X500Name name, NameConstraints constraints, Duration lifetime, Instant now) {
    KeyPair pair = newKey();
    try {
      Instant notBefore = now.minus(BACKDATED);
      Instant notAfter = end(now.plus(lifetime));
      var builder = builder(subject(), name, notBefore, notAfter, pair.getPublic());
      addCaExtensions(builder, 0, pair.getPublic());
      addAuthorityKey(builder);
      builder.addExtension(Extension.nameConstraints, true, constraints);
      return new CertificateAuthority(sign(builder, key), pair.getPrivate());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make the certificate of " + name, e);
    }
  }

  X509Certificate leaf(Holder holder, PublicKey publicKey, Instant now) {
    return leaf(holder, publicKey, holder.profile().lifetime(), now, Optional.empty());
  }

  /// @param lifetime from the first valid second to the last; the CA's own end cuts it short
  /// @param crl where relying parties of others find what was revoked (RFC 5280, section 4.2.1.13)
  X509Certificate leaf(
      Holder holder, PublicKey publicKey, Duration lifetime, Instant now, Optional<URI> crl) {
    Instant notBefore = now.minus(BACKDATED);
    Instant notAfter = end(notBefore.plus(lifetime));
    try {
      var builder = builder(subject(), holder.subject(), notBefore, notAfter, publicKey);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, purposes(holder.profile()));
      if (!holder.names().isEmpty()) {
        var names = new GeneralNames(holder.names().toArray(GeneralName[]::new));
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      addAuthorityKey(builder);
      if (crl.isPresent()) {
        builder.addExtension(Extension.cRLDistributionPoints, false, distribution(crl.get()));
      }
      return sign(builder, key);
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make the certificate of " + holder.subject(), e);
    }
  }

  private static CRLDistPoint distribution(URI crl) {
    var name = new GeneralName(GeneralName.uniformResourceIdentifier, crl.toASCIIString());
    var point = new DistributionPointName(new GeneralNames(name));
    return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(point, null, null)});
  }

  private static ExtendedKeyUsage purposes(Holder.Profile profile) {
    return new ExtendedKeyUsage(
        profile.uses().stream()
            .sorted()
            .map(use -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(use.keyPurpose())))
            .toArray(KeyPurposeId[]::new));
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, Instant from, Instant to, PublicKey publicKey) {
    Date notBefore = Date.from(from.truncatedTo(ChronoUnit.SECONDS));
    Date notAfter = Date.from(to.truncatedTo(ChronoUnit.SECONDS));
    BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0); // never zero
    return new JcaX509v3CertificateBuilder(issuer, serial, notBefore, notAfter, subject, publicKey);
  }

  private static void addCaExtensions(
      X509v3CertificateBuilder builder, int pathLength, PublicKey publicKey)
      throws IOException, GeneralSecurityException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
  }

  private void addAuthorityKey(X509v3CertificateBuilder builder)
      throws IOException, GeneralSecurityException {
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  /// The bytes as they stand, so that the issuer's name below is equal to ours by every comparison.
  private X500Name subject() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  /// Nothing outlives its CA.
  private Instant end(Instant wanted) {
    Instant own = certificate.getNotAfter().toInstant();
    return wanted.isAfter(own) ? own : wanted;
  }
}
