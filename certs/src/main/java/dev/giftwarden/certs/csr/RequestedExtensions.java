package dev.giftwarden.certs.csr;

import dev.giftwarden.certs.SpiffeId;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/// What a request asks to stand in the certificate. Nothing of it ever does: but who asks to be a
/// CA, or somebody else, is told so rather than given another certificate than was asked for.
final class RequestedExtensions {
  /// The second is what Microsoft's tools write.
  private static final Set<ASN1ObjectIdentifier> EXTENSION_REQUESTS =
      Set.of(
          PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
          new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14"));

  private RequestedExtensions() {}

  /// @throws IllegalArgumentException for what has not the form of RFC 2985, section 5.4.2
  static Optional<Csr.Reason> objection(ASN1Set attributes, SpiffeId.Partner holder) {
    Optional<Csr.Reason> foreign = Optional.empty();
    for (var element : attributes) {
      var attribute = Attribute.getInstance(element);
      if (EXTENSION_REQUESTS.contains(attribute.getAttrType())) {
        for (var value : attribute.getAttrValues()) {
          var extensions = Extensions.getInstance(value);
          if (asksToBeCa(extensions)) {
            return Optional.of(Csr.Reason.IS_CA);
          }
          if (namesAnother(extensions, holder)) {
            foreign = Optional.of(Csr.Reason.FOREIGN_NAME);
          }
        }
      }
    }
    return foreign;
  }

  private static boolean asksToBeCa(Extensions extensions) {
    return value(extensions, Extension.basicConstraints)
        .map(der -> BasicConstraints.getInstance(plain(der)).isCA())
        .orElse(false);
  }

  /// Byte for byte, so there is nothing to parse: no name, or the one that will be there.
  private static boolean namesAnother(Extensions extensions, SpiffeId.Partner holder) {
    byte[] own = encoded(new GeneralName(GeneralName.uniformResourceIdentifier, holder.uri()));
    return value(extensions, Extension.subjectAlternativeName)
        .map(der -> !Arrays.equals(der, own))
        .orElse(false);
  }

  private static Optional<byte[]> value(Extensions extensions, ASN1ObjectIdentifier type) {
    return Optional.ofNullable(extensions.getExtension(type))
        .map(extension -> extension.getExtnValue().getOctets());
  }

  private static byte[] plain(byte[] der) {
    if (!Der.isPlain(der)) {
      throw new IllegalArgumentException("an extension that is not in DER");
    }
    return der;
  }

  private static byte[] encoded(GeneralName name) {
    try {
      return new GeneralNames(name).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a name without an encoding", e);
    }
  }
}
