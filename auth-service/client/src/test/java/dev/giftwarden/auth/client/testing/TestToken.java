package dev.giftwarden.auth.client.testing;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.Spending;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.certs.Thumbprint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// The claims of a partner's token, changed where a test wants them otherwise.
public final class TestToken {
  private Audience audience;
  private Subject.Partner subject = new Subject.Key(new KeyId("4fKq81ZpWc0x"));
  private AccountId account = new AccountId("acme");
  private Optional<Set<SubAccountId>> subAccounts = Optional.empty();
  private Plan plan = Plan.STANDARD;
  private Environment environment = Environment.TEST;
  private boolean exposePii = false;
  private Set<Scope> scopes = EnumSet.noneOf(Scope.class);
  private Set<ApiVersion> versions = Set.of(ApiVersion.values());
  private Optional<Set<ApiVersion>> certificateVersions = Optional.empty();
  private List<Network> networks = List.of();
  private Optional<Spending> spending = Optional.empty();
  private Optional<Thumbprint> boundTo = Optional.empty();
  private Instant issuedAt;
  private final Map<String, Long> epochs = new TreeMap<>();
  private final String issuer;

  public TestToken(String issuer, Instant now) {
    this.issuer = issuer;
    this.issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
    this.audience = Audience.GIFT;
  }

  public TestToken audience(Audience value) {
    audience = value;
    return this;
  }

  public TestToken account(String value) {
    account = new AccountId(value);
    return this;
  }

  /// The token's subject is this key, also when it is bound to a certificate.
  public TestToken key(String id) {
    subject = new Subject.Key(new KeyId(id));
    return this;
  }

  /// The token's subject is a client of the account, which came with its certificate alone.
  public TestToken client(String accountId, String clientId) {
    account = new AccountId(accountId);
    subject = new Subject.Client(account, new ClientId(clientId));
    return this;
  }

  public TestToken subAccounts(String... values) {
    subAccounts =
        Optional.of(
            Arrays.stream(values).map(SubAccountId::new).collect(Collectors.toUnmodifiableSet()));
    return this;
  }

  /// What its account pays for; without this, `standard`.
  public TestToken plan(Plan value) {
    plan = value;
    return this;
  }

  public TestToken environment(Environment value) {
    environment = value;
    return this;
  }

  public TestToken exposePii() {
    exposePii = true;
    return this;
  }

  public TestToken scopes(Scope... values) {
    scopes = Set.of(values);
    return this;
  }

  public TestToken versions(ApiVersion... values) {
    versions = Set.of(values);
    return this;
  }

  /// What its certificate grants; without this, all.
  public TestToken certificateVersions(ApiVersion... values) {
    certificateVersions = Optional.of(Set.of(values));
    return this;
  }

  /// What its key can spend; without this, as much as there is.
  public TestToken spending(String root, SpendLimit limit) {
    spending = Optional.of(new Spending(new KeyId(root), limit));
    return this;
  }

  public TestToken networks(String... cidrs) {
    networks = Arrays.stream(cidrs).map(Network::of).toList();
    return this;
  }

  public TestToken boundTo(Thumbprint value) {
    boundTo = Optional.of(value);
    return this;
  }

  public TestToken issuedAt(Instant value) {
    issuedAt = value.truncatedTo(ChronoUnit.SECONDS);
    return this;
  }

  /// Subjects that are not given have epoch 0.
  public TestToken epoch(String of, long value) {
    epochs.put(of, value);
    return this;
  }

  public TokenClaims claims() {
    var all = new TreeMap<>(epochs);
    all.putIfAbsent(Grant.epochSubject(account), 0L);
    all.putIfAbsent(subject.text(), 0L);
    return new TokenClaims(
        issuer,
        audience,
        subject,
        UUID.randomUUID().toString(),
        issuedAt,
        issuedAt.plus(TokenClaims.LIFETIME),
        scopes,
        boundTo,
        Optional.of(
            new Grant(
                account,
                plan,
                subAccounts,
                environment,
                exposePii,
                networks,
                versions,
                certificateVersions,
                spending,
                all)));
  }
}
