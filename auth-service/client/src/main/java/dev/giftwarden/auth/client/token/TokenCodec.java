package dev.giftwarden.auth.client.token;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.certs.Thumbprint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The names of the claims, and the way from [TokenClaims] to them and back: auth writes and every
/// verifier reads with this one class.
///
/// A reader leaves out scopes and versions that it does not know, because the token can then only
/// do less. It refuses claims that it does not know (`nbf` among them), because one might narrow
/// the token: a new claim is taught to every verifier before auth writes it.
final class TokenCodec {
  private static final String ISSUER = "iss";
  private static final String AUDIENCE = "aud";
  private static final String SUBJECT = "sub";
  private static final String CLIENT = "client_id";
  private static final String ISSUED_AT = "iat";
  private static final String EXPIRES_AT = "exp";
  private static final String TOKEN_ID = "jti";
  private static final String SCOPE = "scope";
  private static final String CONFIRMATION = "cnf";
  private static final String THUMBPRINT = "x5t#S256";
  private static final String ACCOUNT = "gw_account";
  private static final String PLAN = "gw_plan";
  private static final String SUB_ACCOUNTS = "gw_sub_accounts";
  private static final String ENVIRONMENT = "gw_env";
  private static final String EXPOSE_PII = "gw_pii";
  private static final String NETWORKS = "gw_networks";
  private static final String VERSIONS = "gw_versions";
  private static final String CERTIFICATE_VERSIONS = "gw_certificate_versions";
  private static final String SPENDING = "gw_spending";
  private static final String EPOCHS = "gw_epochs";

  /// The end of the year 9999. The JDK counts much further, but not as far as a long does.
  private static final long LAST_SECOND = 253_402_300_799L;

  private static final Set<String> KNOWN =
      Set.of(
          ISSUER,
          AUDIENCE,
          SUBJECT,
          CLIENT,
          ISSUED_AT,
          EXPIRES_AT,
          TOKEN_ID,
          SCOPE,
          CONFIRMATION,
          ACCOUNT,
          PLAN,
          SUB_ACCOUNTS,
          ENVIRONMENT,
          EXPOSE_PII,
          NETWORKS,
          VERSIONS,
          CERTIFICATE_VERSIONS,
          SPENDING,
          EPOCHS);

  private TokenCodec() {}

  static Map<String, Object> write(TokenClaims token) {
    var claims = new LinkedHashMap<String, Object>();
    claims.put(ISSUER, token.issuer());
    claims.put(AUDIENCE, token.audience().text());
    claims.put(SUBJECT, token.subject().text());
    claims.put(CLIENT, clientId(token.subject()));
    claims.put(ISSUED_AT, token.issuedAt().getEpochSecond());
    claims.put(EXPIRES_AT, token.expiresAt().getEpochSecond());
    claims.put(TOKEN_ID, token.tokenId());
    claims.put(SCOPE, Scope.join(token.scopes()));
    token.boundTo().ifPresent(bound -> claims.put(CONFIRMATION, Map.of(THUMBPRINT, bound.value())));
    token.grant().ifPresent(grant -> write(grant, claims));
    return claims;
  }

  private static void write(Grant grant, Map<String, Object> claims) {
    claims.put(ACCOUNT, grant.account().value());
    if (grant.plan() != Plan.STANDARD) {
      claims.put(PLAN, grant.plan().text());
    }
    grant
        .subAccounts()
        .ifPresent(some ->
            claims.put(SUB_ACCOUNTS, some.stream().map(SubAccountId::value).sorted().toList()));
    claims.put(ENVIRONMENT, grant.environment().text());
    claims.put(EXPOSE_PII, grant.exposePii());
    claims.put(NETWORKS, grant.networks().stream().map(Network::text).toList());
    claims.put(VERSIONS, texts(grant.versions()));
    grant.certificateVersions().ifPresent(some -> claims.put(CERTIFICATE_VERSIONS, texts(some)));
    grant.spending().ifPresent(some -> claims.put(SPENDING, SpendingClaim.write(some)));
    claims.put(EPOCHS, new TreeMap<>(grant.epochs()));
  }

  /// @throws IllegalArgumentException unless the claims are all there, of their type, and fit
  ///   together
  static TokenClaims read(Map<String, Object> claims) {
    if (!KNOWN.containsAll(claims.keySet())) {
      throw new IllegalArgumentException("a claim that might narrow the token is not understood");
    }
    var subject = Subject.of(text(claims, SUBJECT));
    if (!text(claims, CLIENT).equals(clientId(subject))) {
      throw new IllegalArgumentException("client_id and sub name two clients");
    }
    return new TokenClaims(
        text(claims, ISSUER),
        Audience.of(text(claims, AUDIENCE)),
        subject,
        text(claims, TOKEN_ID),
        time(claims, ISSUED_AT),
        time(claims, EXPIRES_AT),
        Scope.known(text(claims, SCOPE)),
        boundTo(claims),
        claims.containsKey(ACCOUNT) ? Optional.of(grant(claims)) : Optional.empty());
  }

  private static Grant grant(Map<String, Object> claims) {
    return new Grant(
        new AccountId(text(claims, ACCOUNT)),
        claims.containsKey(PLAN) ? Plan.of(text(claims, PLAN)) : Plan.STANDARD,
        subAccounts(claims),
        Environment.of(text(claims, ENVIRONMENT)),
        typed(claims.get(EXPOSE_PII), Boolean.class),
        texts(claims, NETWORKS).stream().map(Network::of).toList(),
        versions(claims, VERSIONS),
        claims.containsKey(CERTIFICATE_VERSIONS)
            ? Optional.of(versions(claims, CERTIFICATE_VERSIONS))
            : Optional.empty(),
        claims.containsKey(SPENDING)
            ? Optional.of(SpendingClaim.read(typed(claims.get(SPENDING), Map.class)))
            : Optional.empty(),
        epochs(claims));
  }

  private static Set<ApiVersion> versions(Map<String, Object> claims, String name) {
    return ApiVersion.known(texts(claims, name));
  }

  private static List<String> texts(Set<ApiVersion> versions) {
    return versions.stream().sorted().map(ApiVersion::text).toList();
  }

  private static Optional<Set<SubAccountId>> subAccounts(Map<String, Object> claims) {
    return claims.containsKey(SUB_ACCOUNTS)
        ? Optional.of(
            texts(claims, SUB_ACCOUNTS).stream()
                .map(SubAccountId::new)
                .collect(Collectors.toUnmodifiableSet()))
        : Optional.empty();
  }

  /// A confirmation we do not understand would be a binding we do not check: it is refused.
  static Optional<Thumbprint> boundTo(Map<String, Object> claims) {
    if (!claims.containsKey(CONFIRMATION)) {
      return Optional.empty();
    }
    Map<?, ?> confirmation = typed(claims.get(CONFIRMATION), Map.class);
    if (confirmation.size() != 1) {
      throw new IllegalArgumentException("cnf holds x5t#S256 and nothing else");
    }
    return Optional.of(new Thumbprint(typed(confirmation.get(THUMBPRINT), String.class)));
  }

  private static Map<String, Long> epochs(Map<String, Object> claims) {
    var epochs = new TreeMap<String, Long>();
    Map<?, ?> written = typed(claims.get(EPOCHS), Map.class);
    written.forEach((key, value) -> epochs.put(typed(key, String.class), typed(value, Long.class)));
    return epochs;
  }

  /// RFC 9068 wants one: a key's id, a client's id in its account, a service's SPIFFE URI.
  static String clientId(Subject subject) {
    return switch (subject) {
      case Subject.Key key -> key.id().value();
      case Subject.Client client -> client.id().value();
      case Subject.Service service -> service.text();
    };
  }

  private static String text(Map<String, Object> claims, String name) {
    return typed(claims.get(name), String.class);
  }

  private static Instant time(Map<String, Object> claims, String name) {
    long seconds = typed(claims.get(name), Long.class);
    if (seconds < 0 || seconds > LAST_SECOND) {
      throw new IllegalArgumentException("a time that no clock of ours shows");
    }
    return Instant.ofEpochSecond(seconds);
  }

  private static List<String> texts(Map<String, Object> claims, String name) {
    List<?> values = typed(claims.get(name), List.class);
    return values.stream().map(value -> typed(value, String.class)).toList();
  }

  static <T> T typed(@Nullable Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("a claim is missing or not a " + type.getSimpleName());
    }
    return type.cast(value);
  }
}
