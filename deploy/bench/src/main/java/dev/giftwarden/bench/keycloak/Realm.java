package dev.giftwarden.bench.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/// A realm with one client that authenticates with its certificate and gets tokens like ours:
/// ES256, bound to the certificate, five minutes, RFC 9068.
final class Realm {
  static final String NAME = "bench";
  static final String CLIENT = "erp";

  private Realm() {}

  /// @param subject of the client's certificate, as RFC 2253 writes it
  /// @param root of its chain, likewise: without it Keycloak logs a warning for every token
  static String json(String subject, String root) {
    Map<String, Object> client =
        Map.of(
            "clientId", CLIENT,
            "enabled", true,
            "serviceAccountsEnabled", true,
            "standardFlowEnabled", false,
            "publicClient", false,
            "clientAuthenticatorType", "client-x509",
            "attributes",
                Map.of(
                    "x509.subjectdn", subject,
                    "x509.casubjectdn", root,
                    "x509.allow.regex.pattern.comparison", "false",
                    "tls.client.certificate.bound.access.tokens", "true",
                    "access.token.lifespan", "300",
                    "access.token.signed.response.alg", "ES256",
                    "access.token.header.type.rfc9068", "true"));
    Map<String, Object> realm =
        Map.of(
            "realm",
            NAME,
            "enabled",
            true,
            "sslRequired",
            "all",
            "defaultSignatureAlgorithm",
            "ES256",
            "components",
            Map.of("org.keycloak.keys.KeyProvider", keys()),
            "clients",
            List.of(client));
    try {
      return new ObjectMapper().writeValueAsString(realm);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Map<String, Object>> keys() {
    return List.of(
        key("ecdsa-generated", Map.of("ecdsaEllipticCurveKey", List.of("P-256"))),
        key("hmac-generated", Map.of("algorithm", List.of("HS512"))),
        key("aes-generated", Map.of()));
  }

  private static Map<String, Object> key(String provider, Map<String, List<String>> config) {
    return Map.of("name", provider, "providerId", provider, "config", config);
  }
}
