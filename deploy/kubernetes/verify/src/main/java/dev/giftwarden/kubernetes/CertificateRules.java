package dev.giftwarden.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Short lives, a new key at each renewal, and names that belong to one namespace: what a policy
/// lets one workload have, no other can get.
final class CertificateRules {
  private static final Duration LONGEST = Duration.ofHours(24);

  /// The one form of rule that is used, and so the one that is understood here.
  private static final Pattern ONE_OF = Pattern.compile("self in \\[([^\\]]*)]");

  private final Manifests manifests;
  private final List<String> findings = new ArrayList<>();

  private CertificateRules(Manifests manifests) {
    this.manifests = manifests;
  }

  static List<String> findings(Manifests manifests) {
    CertificateRules rules = new CertificateRules(manifests);
    manifests.of("Certificate").forEach(rules::certificate);
    manifests.of("CertificateRequestPolicy").forEach(rules::policy);
    rules.namesBelongToOne();
    return rules.findings;
  }

  private void certificate(Manifest certificate) {
    expect(
        duration(certificate.text("/spec/duration")).compareTo(LONGEST) <= 0,
        certificate,
        "lives longer than a day");
    JsonNode key = certificate.at("/spec/privateKey");
    expect(key.path("rotationPolicy").asText().equals("Always"), certificate, "keeps its key");
    expect(
        key.path("algorithm").asText().equals("ECDSA")
            && key.path("size").asInt() == 256
            && key.path("encoding").asText().equals("PKCS8"),
        certificate,
        "has a key that the services cannot read");
    expect(certificate.at("/spec/uris").size() <= 1, certificate, "names two holders");
    expect(!certificate.at("/spec/isCA").asBoolean(), certificate, "is a CA");
    expect(
        manifests.of("CertificateRequestPolicy").anyMatch(policy -> approves(policy, certificate)),
        certificate,
        "is not approved by any policy");
  }

  private static Duration duration(String text) {
    return text.isEmpty()
        ? Duration.ofDays(90) // cert-manager's default
        : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  private static boolean approves(Manifest policy, Manifest certificate) {
    JsonNode allowed = policy.at("/spec/allowed");
    return policy.at("/spec/selector/issuerRef/name").equals(certificate.at("/spec/issuerRef/name"))
        && namespaces(policy).contains(certificate.namespace())
        && commonName(allowed.path("commonName"), certificate.text("/spec/commonName"))
        && holds(allowed.at("/uris/values"), certificate.at("/spec/uris"))
        && holds(allowed.at("/dnsNames/values"), certificate.at("/spec/dnsNames"))
        && holds(allowed.path("usages"), certificate.at("/spec/usages"));
  }

  private static boolean holds(JsonNode allowed, JsonNode asked) {
    return Manifest.list(allowed).containsAll(Manifest.list(asked));
  }

  private static boolean commonName(JsonNode allowed, String name) {
    String pattern = allowed.path("value").asText();
    boolean matches =
        pattern.endsWith("*")
            ? name.startsWith(pattern.substring(0, pattern.length() - 1))
            : name.equals(pattern);
    return matches
        && allowed.path("validations").valueStream().allMatch(rule -> choices(rule).contains(name));
  }

  private static List<String> choices(JsonNode rule) {
    Matcher oneOf = ONE_OF.matcher(rule.path("rule").asText());
    return oneOf.matches() ? List.of(oneOf.group(1).replace("'", "").split(", ")) : List.of();
  }

  private static List<String> namespaces(Manifest policy) {
    return Manifest.list(policy.at("/spec/selector/namespace/matchNames"));
  }

  private void policy(Manifest policy) {
    JsonNode allowed = policy.at("/spec/allowed");
    expect(namespaces(policy).size() == 1, policy, "is not for one namespace");
    expect(
        manifests
            .find("ClusterIssuer", "", policy.text("/spec/selector/issuerRef/name"))
            .isPresent(),
        policy,
        "is not for one of our issuers");
    expect(allowed.at("/uris/values").size() <= 1, policy, "allows two holders");
    expect(!allowed.path("isCA").asBoolean(), policy, "allows a CA");
    expect(
        !allowed.toString().contains("*") || !allowed.at("/commonName/validations").isEmpty(),
        policy,
        "allows whatever fits a pattern");
    expect(
        duration(policy.text("/spec/constraints/maxDuration")).compareTo(LONGEST) <= 0,
        policy,
        "allows more than a day");
    expect(
        manifests
            .of("ClusterRole")
            .anyMatch(
                role -> Manifest.list(role.at("/rules/0/resourceNames")).contains(policy.name())),
        policy,
        "may be used by nobody");
  }

  private void namesBelongToOne() {
    Set<String> taken = new HashSet<>();
    manifests
        .of("CertificateRequestPolicy")
        .forEach(policy -> {
          for (String name : names(policy)) {
            expect(taken.add(name), policy, "allows what another policy allows: " + name);
          }
        });
  }

  /// Identities and hosts. Common names count at the database's issuer alone.
  private static List<String> names(Manifest policy) {
    JsonNode allowed = policy.at("/spec/allowed");
    List<String> names = new ArrayList<>(Manifest.list(allowed.at("/uris/values")));
    names.addAll(Manifest.list(allowed.at("/dnsNames/values")));
    JsonNode commonName = allowed.path("commonName");
    if (commonName.path("validations").isEmpty()) {
      names.add("CN=" + commonName.path("value").asText());
    } else {
      commonName
          .path("validations")
          .forEach(rule -> choices(rule).forEach(choice -> names.add("CN=" + choice)));
    }
    String issuer = policy.text("/spec/selector/issuerRef/name");
    return names.stream().map(name -> issuer + " " + name).toList();
  }

  private void expect(boolean so, Manifest where, String otherwise) {
    if (!so) {
      findings.add(where + " " + otherwise);
    }
  }
}
