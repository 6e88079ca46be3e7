package dev.giftwarden.kubernetes.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.kubernetes.Kustomize;
import dev.giftwarden.kubernetes.Manifest;
import dev.giftwarden.kubernetes.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What cert-manager does with a Certificate and an issuer of kind CA, by openssl: the names, uses
/// and lifetime are the manifest's alone, so a wrong one makes a certificate that is refused.
final class Issuer {
  private static final Map<String, String> EXTENDED =
      Map.of("server auth", "serverAuth", "client auth", "clientAuth");

  private final Manifests manifests;
  private final Path folder;

  Issuer(Manifests manifests, Path folder) {
    this.manifests = manifests;
    this.folder = folder;
  }

  /// The Secret of a Certificate: leaf and issuing CA, a new key, and the CA as cert-manager has
  /// it.
  Map<String, String> issue(Manifest certificate) {
    try {
      Path work = Files.createTempDirectory(folder, "issue");
      Map<String, String> ca = secret(certificate.text("/spec/issuerRef/name"));
      Files.writeString(work.resolve("ca.crt"), ca.get("tls.crt"));
      Files.writeString(work.resolve("ca.key"), ca.get("tls.key"));
      Files.writeString(work.resolve("extensions"), extensions(certificate));
      openssl(work, "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out tls.key");
      openssl(
          work, "req -new -key tls.key -out csr -subj /CN=" + certificate.text("/spec/commonName"));
      openssl(
          work,
          "x509 -req -in csr -CA ca.crt -CAkey ca.key -sha256 -days 1 -extfile extensions -out leaf");
      String chain = Files.readString(work.resolve("leaf"));
      boolean selfSigned = certificate.text("/spec/issuerRef/name").equals("giftwarden-database");
      return Map.of(
          "tls.crt", selfSigned ? chain : chain + ca.get("tls.crt"),
          "tls.key", Files.readString(work.resolve("tls.key")),
          "ca.crt", ca.get("tls.crt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> secret(String issuer) {
    String name =
        manifests.find("ClusterIssuer", "", issuer).orElseThrow().text("/spec/ca/secretName");
    JsonNode data = manifests.find("Secret", "cert-manager", name).orElseThrow().at("/data");
    return data.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> decoded(entry.getValue())));
  }

  static String decoded(JsonNode base64) {
    return new String(
        Base64.getMimeDecoder().decode(base64.asText()), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String extensions(Manifest certificate) {
    List<String> usages = list(certificate.at("/spec/usages"));
    String names =
        Stream.concat(
                list(certificate.at("/spec/uris")).stream().map(uri -> "URI:" + uri),
                list(certificate.at("/spec/dnsNames")).stream().map(host -> "DNS:" + host))
            .collect(Collectors.joining(","));
    List<String> lines = new ArrayList<>();
    lines.add("basicConstraints=critical,CA:FALSE");
    lines.add("authorityKeyIdentifier=keyid");
    if (usages.contains("digital signature")) {
      lines.add("keyUsage=critical,digitalSignature");
    }
    lines.add(
        "extendedKeyUsage="
            + usages.stream()
                .filter(EXTENDED::containsKey)
                .map(EXTENDED::get)
                .collect(Collectors.joining(",")));
    if (!names.isEmpty()) {
      lines.add("subjectAltName=" + names);
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<String> list(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  private static void openssl(Path work, String arguments) {
    List<String> line = new ArrayList<>(List.of("openssl"));
    line.addAll(List.of(arguments.split(" ")));
    var _ = Kustomize.run(line, work);
  }
}
