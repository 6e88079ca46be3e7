package dev.giftwarden.acceptance.token;

import static dev.giftwarden.acceptance.token.Attack.invalid;
import static dev.giftwarden.acceptance.token.Jose.utf8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

/// Headers that choose another algorithm, another key or another meaning (RFC 8725, section 2).
/// Where nothing else is said they are genuinely signed, so that nothing but the header is wrong.
final class HeaderAttacks {
  private static final KeyPair P384 = Jose.ec("secp384r1");
  private static final KeyPair RSA = Jose.generate("RSA");
  private static final KeyPair ED25519 = Jose.generate("Ed25519");

  private HeaderAttacks() {}

  static Stream<Attack> all() {
    return Stream.of(algorithms(), hmacs(), keys(), keyIds(), meanings()).flatMap(List::stream);
  }

  private static List<Attack> algorithms() {
    List<Attack> rows = new ArrayList<>();
    for (String none : List.of("none", "None", "NONE", "nOnE", " none", "")) {
      rows.add(algorithm("alg \"" + none + "\" with a genuine signature", none));
    }
    rows.add(
        invalid(
            "alg none without a signature",
            "token-malformed",
            mint -> mint.input(h -> h.put("alg", "none")) + "."));
    rows.add(
        invalid(
            "alg none in two parts",
            "token-malformed",
            mint -> mint.input(h -> h.put("alg", "none"))));
    rows.add(
        invalid(
            "alg none with a signature of its own",
            "token-algorithm",
            mint -> mint.input(h -> h.put("alg", "none")) + ".AA"));
    for (String other : List.of("es256", "ES256 ", "ES256K", "dir", "ECDH-ES")) {
      rows.add(algorithm("alg \"" + other + "\"", other));
    }
    rows.add(algorithm("alg null", null));
    rows.add(algorithm("alg a list", List.of("ES256")));
    rows.add(invalid("no alg", "token-algorithm", m -> m.withHeader(h -> h.remove("alg"))));
    rows.add(signed("ES384", "SHA384withECDSAinP1363Format", P384));
    rows.add(signed("ES384", "SHA384withECDSAinP1363Format", Mint.THIEF));
    rows.add(signed("RS256", "SHA256withRSA", RSA));
    rows.add(signed("EdDSA", "Ed25519", ED25519));
    rows.add(algorithm("alg PS256 over an ES256 signature", "PS256"));
    return rows;
  }

  private static Attack algorithm(String name, @org.jspecify.annotations.Nullable Object alg) {
    return invalid(name, "token-algorithm", m -> m.withHeader(h -> h.put("alg", alg)));
  }

  private static Attack signed(String alg, String algorithm, KeyPair pair) {
    String name = "%s by a %s key of the thief's".formatted(alg, pair.getPublic().getAlgorithm());
    return invalid(
        name + " " + size(pair),
        "token-algorithm",
        mint -> {
          String input = mint.input(h -> h.put("alg", alg));
          return input + "." + Jose.base64(Jose.sign(algorithm, input, pair.getPrivate()));
        });
  }

  private static String size(KeyPair pair) {
    return pair.getPublic().getEncoded().length + " bytes long";
  }

  /// The public key, which everybody can fetch, as the secret of an HMAC.
  private static List<Attack> hmacs() {
    List<Attack> rows = new ArrayList<>();
    for (int bits : new int[] {256, 384, 512}) {
      for (String form : List.of("PEM", "DER", "JWK", "raw point")) {
        rows.add(
            invalid(
                "HS%d with the public key as %s".formatted(bits, form),
                "token-algorithm",
                m ->
                    Jose.hmac(
                        bits, m.input(h -> h.put("alg", "HS" + bits)), secret(form, m.replica()))));
      }
    }
    rows.add(
        invalid(
            "HS256 under the name of ES256",
            "token-signature",
            mint -> Jose.hmac(256, mint.input(_ -> {}), secret("PEM", mint.replica()))));
    return rows;
  }

  private static byte[] secret(String form, KeyPair pair) {
    PublicKey key = pair.getPublic();
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return switch (form) {
      case "PEM" -> utf8("-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n");
      case "DER" -> key.getEncoded();
      case "JWK" -> utf8(Mint.jwk(pair));
      default -> java.util.Arrays.copyOfRange(key.getEncoded(), 26, 91);
    };
  }

  /// The sender brings the key, or says where it is to be had. Signed well, by that very key.
  private static List<Attack> keys() {
    return List.of(
        brought("jwk", h -> h.put("jwk", Mint.jwkObject(Mint.THIEF))),
        brought(
            "jwk and no kid",
            h -> {
              h.put("jwk", Mint.jwkObject(Mint.THIEF));
              h.remove("kid");
            }),
        brought("jku", h -> h.put("jku", "https://thief.example/jwks.json")),
        brought("jku of our own host", h -> h.put("jku", "https://localhost:8441/jwks.json")),
        brought("jku a file", h -> h.put("jku", "file:///etc/passwd")),
        brought("x5u", h -> h.put("x5u", "https://thief.example/chain.pem")),
        brought("x5t#S256", h -> h.put("x5t#S256", "AAAA")),
        invalid(
            "x5c: the partner's own certificate, which we issued",
            "token-header",
            mint ->
                Jose.signed(
                    Jose.json(with(mint.header(), "x5c", chain(mint))),
                    mint.claims().toString(),
                    mint.partner().privateKey())),
        invalid(
            "kid of a live key, signed by the partner's certificate",
            "token-signature",
            m ->
                Jose.signed(
                    Jose.json(m.header()), m.claims().toString(), m.partner().privateKey())));
  }

  private static Attack brought(String name, Consumer<Map<String, Object>> change) {
    return invalid("brings " + name, "token-header", mint -> mint.stolen(change));
  }

  private static Map<String, Object> with(Map<String, Object> header, String name, Object value) {
    header.put(name, value);
    return header;
  }

  private static List<String> chain(Mint mint) {
    return mint.partner().chain().stream().map(HeaderAttacks::der).toList();
  }

  private static String der(java.security.cert.X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Attack> keyIds() {
    List<Attack> rows = new ArrayList<>();
    List<String> unknown =
        List.of(
            "",
            " ",
            "unknown",
            "../../../../dev/null",
            "/proc/self/environ",
            "' or '1'='1",
            "x' union select 'AAAA' --",
            "$(id)",
            "%s%s%n",
            "\u0000",
            "k".repeat(3000));
    for (String kid : unknown) {
      String shown = kid.length() > 40 ? "3,000 characters long" : Jose.json(kid);
      rows.add(invalid("kid " + shown, "token-signing-key", m -> m.stolen(h -> h.put("kid", kid))));
    }
    rows.add(kid("null", h -> h.put("kid", null)));
    rows.add(kid("a number", h -> h.put("kid", 7)));
    rows.add(kid("a list of the live one", h -> h.put("kid", List.of(h.get("kid")))));
    rows.add(kid("missing", h -> h.remove("kid")));
    rows.add(
        invalid(
            "kid with a space behind",
            "token-signing-key",
            m -> m.withHeader(h -> h.put("kid", h.get("kid") + " "))));
    rows.add(
        invalid(
            "kid of a live replica, signed by another live one",
            "token-signature",
            mint -> mint.withHeader(h -> h.put("kid", mint.realKeyId()))));
    rows.add(
        invalid(
            "kid of a live replica, signed by a thief", "token-signature", m -> m.stolen(_ -> {})));
    return rows;
  }

  private static Attack kid(String name, Consumer<Map<String, Object>> change) {
    return invalid("kid " + name, "token-header", mint -> mint.withHeader(change));
  }

  /// RFC 9068 lets a verifier take `application/at+jwt` too, and media types know no case; auth
  /// writes one form, and a second one would only be of use to somebody else.
  private static List<Attack> meanings() {
    List<Attack> rows = new ArrayList<>();
    for (String typ : List.of("JWT", "AT+JWT", "application/at+jwt", "at+jwt ", "dpop+jwt", "")) {
      rows.add(meaning("typ \"" + typ + "\"", h -> h.put("typ", typ)));
    }
    rows.add(meaning("no typ", h -> h.remove("typ")));
    rows.add(meaning("typ null", h -> h.put("typ", null)));
    rows.add(
        meaning(
            "crit unknown",
            h -> {
              h.put("crit", List.of("exp"));
              h.put("exp", 1);
            }));
    rows.add(meaning("crit empty", h -> h.put("crit", List.of())));
    rows.add(meaning("b64 false", h -> h.put("b64", false)));
    rows.add(
        meaning(
            "b64 false and critical",
            h -> {
              h.put("b64", false);
              h.put("crit", List.of("b64"));
            }));
    rows.add(meaning("cty JWT", h -> h.put("cty", "JWT")));
    rows.add(meaning("enc", h -> h.put("enc", "A256GCM")));
    rows.add(meaning("a member that nobody knows", h -> h.put("gw", true)));
    rows.add(invalid("zip, and truly deflated", "token-header", HeaderAttacks::deflated));
    rows.add(raw("alg twice, none first", "{\"alg\":\"none\","));
    rows.add(raw("alg twice, the second name in escapes", "{\"\\u0061lg\":\"none\","));
    rows.add(raw("kid twice", "{\"kid\":\"unknown\","));
    return rows;
  }

  private static Attack meaning(String name, Consumer<Map<String, Object>> change) {
    return invalid(name, "token-header", mint -> mint.withHeader(change));
  }

  private static Attack raw(String name, String begin) {
    return invalid(
        name,
        "token-malformed",
        mint ->
            mint.genuine(begin + Jose.json(mint.header()).substring(1), mint.claims().toString()));
  }

  private static String deflated(Mint mint) {
    var header = with(mint.header(), "zip", "DEF");
    String input =
        Jose.base64(Jose.json(header)) + "." + Jose.base64(deflate(mint.claims().toString()));
    return Jose.sealed(input, mint.replica().getPrivate());
  }

  private static byte[] deflate(String text) {
    var out = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(out)) {
      deflater.write(utf8(text));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }
}
