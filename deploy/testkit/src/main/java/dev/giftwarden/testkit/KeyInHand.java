package dev.giftwarden.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A new key, and the request for its certificate.
public record KeyInHand(KeyPair pair) {
  public static KeyInHand make() {
    return on("secp256r1");
  }

  public static KeyInHand on(String curve) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new KeyInHand(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// The DER of a request.
  public byte[] request() {
    return request(new ExtensionsGenerator());
  }

  public byte[] request(ExtensionsGenerator extensions) {
    try {
      var builder =
          new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=me"), pair.getPublic());
      if (!extensions.isEmpty()) {
        builder.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      return builder.build(signer).getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  public String pem() {
    return pem("CERTIFICATE REQUEST", request());
  }

  public static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  /// Writes a folder of credentials.
  ///
  /// @param chain PEM, as it was issued for this key
  /// @param roots PEM, of whom to believe
  public Path store(Path folder, String chain, String roots) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("tls.crt"), chain);
      Files.writeString(
          folder.resolve("tls.key"), pem("PRIVATE " + "KEY", pair.getPrivate().getEncoded()));
      Files.writeString(folder.resolve("ca.crt"), roots);
      return folder;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
