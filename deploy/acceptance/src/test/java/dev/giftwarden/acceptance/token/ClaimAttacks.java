package dev.giftwarden.acceptance.token;

import static dev.giftwarden.acceptance.token.Attack.invalid;
import static dev.giftwarden.acceptance.token.Attack.refused;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.certs.tls.TlsFolder;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Claims that auth would never write, genuinely signed.
final class ClaimAttacks {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SCOPE = "403 insufficient-scope";
  private static final String MISMATCH = "401 certificate-mismatch";
  private static final String REVOKED = "401 token-revoked";

  private ClaimAttacks() {}

  static Stream<Attack> all() {
    return Stream.of(absent(), senders(), times(), bindings(), rights(), doubles())
        .flatMap(Function.identity());
  }

  /// No claim has a default.
  private static Stream<Attack> absent() {
    Set<String> needed =
        Set.of(
            "iss",
            "aud",
            "sub",
            "client_id",
            "iat",
            "exp",
            "jti",
            "scope",
            "gw_account",
            "gw_env",
            "gw_pii",
            "gw_networks",
            "gw_versions",
            "gw_epochs");
    return needed.stream()
        .sorted()
        .flatMap(name ->
            Stream.of(
                claim("no " + name, c -> c.remove(name)),
                claim(name + " null", c -> c.putNull(name)),
                claim(name + " of another type", c -> c.put(name, 1.5))));
  }

  private static Stream<Attack> senders() {
    return Stream.of(
        invalid(
            "aud of the other service",
            "token-audience",
            mint ->
                mint.withClaims(
                    c -> c.put("aud", mint.service().equals("gift") ? "audit" : "gift"))),
        invalid("aud auth", "token-audience", m -> m.withClaims(c -> c.put("aud", "auth"))),
        claim("aud a list of the right one", c -> c.set("aud", JSON.arrayNode().add(c.get("aud")))),
        claim("aud a list of both", c -> c.set("aud", JSON.arrayNode().add("gift").add("audit"))),
        claim("aud an empty list", c -> c.set("aud", JSON.arrayNode())),
        claim("aud in capitals", c -> c.put("aud", c.get("aud").asText().toUpperCase(Locale.ROOT))),
        claim("aud a URL", c -> c.put("aud", "https://localhost")),
        claim("aud of both in a text", c -> c.put("aud", "gift audit")),
        issuer("with a slash behind", iss -> iss + "/"),
        issuer("in capitals", iss -> iss.toUpperCase(Locale.ROOT)),
        issuer("over http", iss -> iss.replace("https", "http")),
        issuer("of another", _ -> "https://thief.example"),
        issuer("empty", _ -> ""),
        claim("sub of another key", c -> c.put("sub", "key:000000000000")),
        claim("client_id of another key", c -> c.put("client_id", "000000000000")),
        claim(
            "sub a service of ours",
            c -> {
              c.put("sub", "spiffe://services.giftwarden.example/gift");
              c.put("client_id", "spiffe://services.giftwarden.example/gift");
            }),
        claim(
            "sub an operator",
            c -> {
              c.put("sub", "spiffe://operators.giftwarden.example/first");
              c.put("client_id", "spiffe://operators.giftwarden.example/first");
            }),
        claim("sub of another kind", c -> c.put("sub", "user:root")));
  }

  private static Attack issuer(String name, java.util.function.UnaryOperator<String> change) {
    return invalid(
        "iss " + name,
        "token-issuer",
        mint -> mint.withClaims(c -> c.put("iss", change.apply(c.get("iss").asText()))));
  }

  private static Stream<Attack> times() {
    BigInteger beyond = BigInteger.ONE.shiftLeft(64);
    return Stream.of(
        refused("ended a second ago", "401 token-expired", "token-expired", at(-300, -1)),
        refused(
            "ended a year ago", "401 token-expired", "token-expired", at(-31_536_300, -31_536_000)),
        invalid("iat in a minute", "token-not-yet-valid", at(60, 120)),
        invalid("lives 301 seconds", "token-claims", at(0, 301)),
        invalid("lives a year", "token-claims", at(0, 31_536_000)),
        invalid(
            "lives 300 s, of which more than 4 s are still to come",
            "token-not-yet-valid",
            at(30, 330)),
        invalid("lives no time", "token-claims", at(0, 0)),
        invalid("ends before it begins", "token-claims", at(0, -1)),
        claim("exp a text", c -> c.put("exp", c.get("exp").asText())),
        claim("exp with a fraction", c -> c.put("exp", c.get("exp").asLong() + 0.5)),
        claim("exp negative", c -> c.put("exp", -1)),
        claim("exp the greatest long", c -> c.put("exp", Long.MAX_VALUE)),
        claim("exp beyond every long", c -> c.put("exp", beyond)),
        claim(
            "exp and iat the greatest longs",
            c -> {
              c.put("exp", Long.MAX_VALUE);
              c.put("iat", Long.MAX_VALUE - 300);
            }),
        claim("iat the least long", c -> c.put("iat", Long.MIN_VALUE)),
        claim("exp in milliseconds", c -> c.put("exp", c.get("exp").asLong() * 1000)),
        claim("exp true", c -> c.put("exp", true)),
        claim("nbf in the future", c -> c.put("nbf", c.get("exp").asLong())),
        claim("nbf in the past: not ours to say", c -> c.put("nbf", 0)));
  }

  private static Function<Mint, String> at(long issuedIn, long endsIn) {
    return mint ->
        mint.withClaims(c -> {
          long now = c.get("iat").asLong();
          c.put("iat", now + issuedIn).put("exp", now + endsIn);
        });
  }

  private static Stream<Attack> bindings() {
    return Stream.of(
        refused(
            "bound to another account's certificate",
            MISMATCH,
            "certificate-other",
            mint ->
                mint.withClaims(c ->
                    c.set("cnf", JSON.objectNode().put("x5t#S256", thumbprint(mint.foreigner()))))),
        refused(
            "of another account, bound to nothing",
            MISMATCH,
            "certificate-other",
            mint ->
                mint.withClaims(c -> {
                  c.remove(List.of("cnf", "gw_certificate_versions"));
                  other(c);
                })),
        refused(
            "of another account, bound to this certificate",
            MISMATCH,
            "certificate-other",
            m -> m.withClaims(ClaimAttacks::other)),
        claim("cnf null", c -> c.putNull("cnf")),
        claim("cnf empty", c -> c.set("cnf", JSON.objectNode())),
        claim("cnf a text", c -> c.set("cnf", c.get("cnf").get("x5t#S256"))),
        claim("cnf a list", c -> c.set("cnf", JSON.arrayNode().add(c.get("cnf")))),
        claim("cnf of two kinds", c -> ((ObjectNode) c.get("cnf")).put("jkt", "AAAA")),
        claim("cnf of another kind", c -> c.set("cnf", JSON.objectNode().put("jkt", "AAAA"))),
        claim(
            "cnf with the thumbprint of SHA-1",
            c -> c.set("cnf", JSON.objectNode().put("x5t", "AAAA"))),
        claim("cnf with padding", c -> confirm(c, c.at("/cnf/x5t#S256").asText() + "=")),
        claim("cnf cut short", c -> confirm(c, c.at("/cnf/x5t#S256").asText().substring(1))),
        claim("cnf a number", c -> c.set("cnf", JSON.objectNode().put("x5t#S256", 1))));
  }

  private static void other(ObjectNode claims) {
    claims.put("gw_account", "somebody-else");
    ((ObjectNode) claims.get("gw_epochs")).put("account:somebody-else", 1);
  }

  private static void confirm(ObjectNode claims, String thumbprint) {
    claims.set("cnf", JSON.objectNode().put("x5t#S256", thumbprint));
  }

  private static String thumbprint(TlsFolder folder) {
    return folder.own().thumbprint().value();
  }

  private static Stream<Attack> rights() {
    return Stream.of(
        claim("scope a list", c -> c.set("scope", JSON.arrayNode().add(c.get("scope")))),
        scope("unknown", "everything"),
        scope("empty", ""),
        scope("in capitals", "GIFTS:READ AUDIT:READ"),
        scope("with more behind it", "gifts:reader audit:reader"),
        scope("by wildcard", "* gifts:* audit:* gifts audit"),
        scope("between tabs", "gifts:read\taudit:read\tkeys:read"),
        scope("of our services alone", "audit:append"),
        claim("epochs empty", c -> c.set("gw_epochs", JSON.objectNode())),
        claim("epochs a list", c -> c.set("gw_epochs", JSON.arrayNode())),
        claim("epochs without the account's", c -> epochs(c).remove(account(c))),
        claim("epochs without the key's own", c -> epochs(c).remove(c.get("sub").asText())),
        claim(
            "epochs of another account",
            c -> {
              epochs(c).remove(account(c));
              epochs(c).put("account:somebody-else", 1);
            }),
        claim("an epoch as a text", c -> epochs(c).put(account(c), "1")),
        claim("an epoch null", c -> epochs(c).putNull(account(c))),
        claim("an epoch with a fraction", c -> epochs(c).put(account(c), 1.5)),
        claim(
            "an epoch beyond every long",
            c -> epochs(c).put(account(c), BigInteger.ONE.shiftLeft(64))),
        refused("of a revoked key, as auth gave it", REVOKED, "token-epoch", Mint::revoked),
        refused(
            "of a revoked key, minted anew at its old epoch",
            REVOKED,
            "token-epoch",
            m -> m.withPayload(m.revokedClaims().toString())),
        refused(
            "of a revoked key, its epoch lowered",
            REVOKED,
            "token-epoch",
            mint -> {
              ObjectNode claims = mint.revokedClaims();
              epochs(claims).put(claims.get("sub").asText(), 0);
              return mint.withPayload(claims.toString());
            }),
        refused(
            "of a revoked key, its epoch negative",
            REVOKED,
            "token-epoch",
            mint -> {
              ObjectNode claims = mint.revokedClaims();
              epochs(claims).put(claims.get("sub").asText(), Long.MIN_VALUE);
              return mint.withPayload(claims.toString());
            }),
        claim("PII right as a text", c -> c.put("gw_pii", "true")),
        claim("environment unknown", c -> c.put("gw_env", "prod")),
        claim(
            "a network that is none",
            c -> c.set("gw_networks", JSON.arrayNode().add("127.0.0.1/33"))),
        refused(
            "from another network",
            "403 address-not-allowed",
            "network",
            mint ->
                mint.withClaims(c -> c.set("gw_networks", JSON.arrayNode().add("192.0.2.0/24")))),
        refused(
            "for no version",
            "403 version-not-granted",
            "version",
            mint -> mint.withClaims(c -> c.set("gw_versions", JSON.arrayNode()))),
        claim("sub-accounts a text", c -> c.put("gw_sub_accounts", "north")),
        claim("a claim that nobody knows", c -> c.put("gw_limit", 1)),
        claim("roles", c -> c.set("roles", JSON.arrayNode().add("admin"))),
        claim("act of somebody", c -> c.set("act", JSON.objectNode().put("sub", "key:x"))));
  }

  private static ObjectNode epochs(ObjectNode claims) {
    return (ObjectNode) claims.get("gw_epochs");
  }

  private static String account(ObjectNode claims) {
    return "account:" + claims.get("gw_account").asText();
  }

  private static Stream<Attack> doubles() {
    return List.of(
            "\"scope\":\"keys:write\"",
            "\"sc\\u006fpe\":\"keys:write\"",
            "\"aud\":\"gift\"",
            "\"exp\":4102444800",
            "\"gw_account\":\"somebody-else\"",
            "\"gw_epochs\":{}",
            "\"cnf\":{}")
        .stream()
        .map(member ->
            invalid(
                "twice: " + member,
                "token-claims",
                mint -> mint.withPayload(EncodingAttacks.with(mint, member))));
  }

  private static Attack scope(String name, String scope) {
    return refused("scope " + name, SCOPE, "scope", m -> m.withClaims(c -> c.put("scope", scope)));
  }

  private static Attack claim(String name, Consumer<ObjectNode> change) {
    return invalid(name, "token-claims", mint -> mint.withClaims(change));
  }
}
