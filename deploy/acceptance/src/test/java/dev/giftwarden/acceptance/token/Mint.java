package dev.giftwarden.acceptance.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.certs.tls.TlsFolder;
import java.security.KeyPair;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Makes tokens like the one auth gave, and as unlike it as a test wants.
///
/// @param real from auth itself, good at the service
/// @param revoked from auth itself, for a key that was revoked since
/// @param replica a signing key that auth's certificate vouches for and the services have been
///   told: what it signs is genuine, whatever it says
/// @param partner whose connection it is, with the certificate that tokens are bound to
/// @param foreigner a certificate of another account
record Mint(
    String service,
    String real,
    String revoked,
    String replicaId,
    KeyPair replica,
    TlsFolder partner,
    TlsFolder foreigner) {
  static final KeyPair THIEF = Jose.ec("secp256r1");
  private static final ObjectMapper JSON = new ObjectMapper();

  Map<String, Object> header() {
    var header = new LinkedHashMap<String, Object>();
    header.put("alg", "ES256");
    header.put("kid", replicaId);
    header.put("typ", "at+jwt");
    return header;
  }

  /// What auth says in the real token, from now on.
  ObjectNode claims() {
    ObjectNode claims = Jose.part(real, 1).deepCopy();
    long now = Instant.now().getEpochSecond();
    return claims.put("iat", now).put("exp", now + 300);
  }

  ObjectNode claims(Consumer<ObjectNode> change) {
    ObjectNode claims = claims();
    change.accept(claims);
    return claims;
  }

  /// The claims of the revoked key's token: nothing about them was wrong.
  ObjectNode revokedClaims() {
    ObjectNode claims = claims();
    JsonNode old = Jose.part(revoked, 1);
    for (String name : new String[] {"sub", "client_id", "gw_epochs"}) {
      claims.set(name, old.get(name));
    }
    return claims;
  }

  String good() {
    return genuine(Jose.json(header()), claims().toString());
  }

  /// Signed as auth would, whatever the texts are.
  String genuine(String header, String claims) {
    return Jose.signed(header, claims, replica.getPrivate());
  }

  String withHeader(Consumer<Map<String, Object>> change) {
    return genuine(changed(change), claims().toString());
  }

  String withClaims(Consumer<ObjectNode> change) {
    return genuine(Jose.json(header()), claims(change).toString());
  }

  String withPayload(String payload) {
    return genuine(Jose.json(header()), payload);
  }

  String withPayload(byte[] payload) {
    String input = Jose.base64(Jose.json(header())) + "." + Jose.base64(payload);
    return Jose.sealed(input, replica.getPrivate());
  }

  /// Signed well, but by a key of the thief's own.
  String stolen(Consumer<Map<String, Object>> change) {
    return Jose.signed(changed(change), claims().toString(), THIEF.getPrivate());
  }

  /// Header and claims, to be signed in another way.
  String input(Consumer<Map<String, Object>> change) {
    return Jose.base64(changed(change)) + "." + Jose.base64(claims().toString());
  }

  private String changed(Consumer<Map<String, Object>> change) {
    var header = header();
    change.accept(header);
    return Jose.json(header);
  }

  String realKeyId() {
    return Jose.part(real, 0).get("kid").asText();
  }

  /// A public key as JWK; the members that RFC 7638 wants, in its order.
  static String jwk(KeyPair pair) {
    var point = ((java.security.interfaces.ECPublicKey) pair.getPublic()).getW();
    return "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
        .formatted(
            Jose.base64(coordinate(point.getAffineX())),
            Jose.base64(coordinate(point.getAffineY())));
  }

  static Object jwkObject(KeyPair pair) {
    try {
      return JSON.readTree(jwk(pair));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] coordinate(java.math.BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] padded = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
    return padded;
  }
}
