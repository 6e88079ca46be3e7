package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.edge.database.Columns;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The keys of all accounts. Every read by a partner names the account, so that a key of another is
/// not found rather than forbidden.
@ApplicationScoped
public class KeyTable {
  /// All but the digest of the secret; for [#read], also of a row that a join made.
  public static final Columns COLUMNS =
      Columns.of(
          "id",
          "account",
          "name",
          "environment",
          "scopes",
          "grantable_scopes",
          "sub_accounts",
          "networks",
          "versions",
          "certificates",
          "pii_reason",
          "spend_amount",
          "spend_currency",
          "spend_period",
          "spend_per_gift",
          "not_before",
          "expires_at",
          "created_at",
          "created_by",
          "template",
          "root",
          "predecessor",
          "successor",
          "rotated_at",
          "revoked_at",
          "exposed_at",
          "exposed_by",
          "epoch");

  /// One for each shop, till and person of the largest partner we know of, several times over; what
  /// needs more makes keys where it should make requests.
  static final int LIVE_KEYS_PER_ACCOUNT = 1000;

  /// Later than any key was made.
  private static final Instant AFTER_ALL = Instant.parse("9999-01-01T00:00:00Z");

  private static final String FIND =
      "select %s from api_key where account = :account and id = :id".formatted(COLUMNS.all());

  private static final String FIND_AND_KEEP = FIND + " for share";

  private static final String INSERT =
      "insert into api_key (secret_sha256, %s) values (:secret_sha256, %s)"
          .formatted(COLUMNS.all(), COLUMNS.parameters());

  private static final String PAGE =
      """
      select %s from api_key
      where account = :account
        and (:environment = '' or environment = :environment)
        and (not :limited or (sub_accounts <> '{}' and sub_accounts <@ :sub_accounts::text[]))
        and (created_at, id) < (:created_at, :id)
      order by created_at desc, id desc
      limit :limit
      """
          .formatted(COLUMNS.all());

  private static final String HAS_ADMINISTRATOR =
      """
      select 1 from api_key
      where account = :account and environment = :environment
        and :scope = any(scopes) and revoked_at is null and exposed_at is null
        and expires_at > :now
      limit 1
      """;

  /// As far as the limit: it takes no longer for an account that has had many.
  private static final String COUNT_LIVE =
      """
      select count(*) as live from (
        select 1 from api_key
        where account = :account and revoked_at is null and expires_at > :now
        limit :most) as found
      """;

  private static final String REVOKE =
      """
      update api_key set revoked_at = :now, epoch = epoch + 1
      where account = :account and id = :id and revoked_at is null
      returning epoch
      """;

  private final Database database;

  KeyTable(Database database) {
    this.database = database;
  }

  public Optional<Key> find(AccountId account, KeyId id) {
    return find(FIND, account, id);
  }

  /// Whether the key may be used to change something at `now`, and will be neither revoked nor
  /// exposed before this transaction ends.
  public boolean isActive(AccountId account, KeyId id, Instant now) {
    return find(FIND_AND_KEEP, account, id)
        .map(key -> key.stateAt(now) == Key.State.ACTIVE && key.exposure().isEmpty())
        .orElse(false);
  }

  private Optional<Key> find(String statement, AccountId account, KeyId id) {
    return database
        .sql(statement)
        .set("account", account.value())
        .set("id", id.value())
        .first(KeyTable::read);
  }

  void insert(Key key, KeySecret.Digest secret) {
    var rights = key.rights();
    database
        .sql(INSERT)
        .set("id", key.id().value())
        .set("account", key.account().value())
        .set("name", key.name())
        .set("secret_sha256", secret.bytes())
        .set("environment", rights.environment().text())
        .set("scopes", texts(rights.scopes(), Scope::text))
        .set("grantable_scopes", texts(rights.grantable(), Scope::text))
        .set("sub_accounts", texts(rights.subAccounts(), SubAccountId::value))
        .set("networks", texts(rights.networks(), Network::text))
        .set("versions", texts(rights.versions(), ApiVersion::text))
        .set("certificates", texts(rights.certificates(), Thumbprint::value))
        .set("pii_reason", rights.piiReason())
        .set("spend_amount", rights.spendLimit().map(limit -> limit.amount().value()))
        .set("spend_currency", rights.spendLimit().map(limit -> limit.currency().value()))
        .set("spend_period", rights.spendLimit().map(limit -> limit.period().text()))
        .set("spend_per_gift", rights.spendLimit().map(SpendLimit::perGift).map(MinorUnits::value))
        .set("not_before", rights.notBefore())
        .set("expires_at", rights.expiresAt())
        .set("created_at", key.createdAt())
        .set("created_by", key.createdBy())
        .set("template", key.template())
        .set("root", key.lineage().root().map(KeyId::value))
        .set("predecessor", key.lineage().predecessor().map(KeyId::value))
        .set("successor", key.lineage().rotation().map(rotation -> rotation.successor().value()))
        .set("rotated_at", key.lineage().rotation().map(Key.Rotation::at))
        .set("revoked_at", key.revokedAt())
        .set("exposed_at", key.exposure().map(Key.Exposure::at))
        .set("exposed_by", key.exposure().map(exposure -> exposure.by().text()))
        .set("epoch", key.epoch())
        .update();
  }

  /// Newest first.
  ///
  /// @param reach what the reader may see, decided in the query so that a page is full
  /// @param after the last key of the page before; empty: from the newest on
  List<Key> page(AccountId account, Reach reach, Optional<Key> after, int limit) {
    return database
        .sql(PAGE)
        .set("account", account.value())
        .set("environment", reach.environment().map(Environment::text).orElse(""))
        .set("limited", reach.subAccounts().isPresent())
        .set("sub_accounts", texts(reach.subAccounts().orElse(Set.of()), SubAccountId::value))
        .set("created_at", after.map(Key::createdAt).orElse(AFTER_ALL))
        .set("id", after.map(key -> key.id().value()).orElse(""))
        .set("limit", limit)
        .list(KeyTable::read);
  }

  /// Whether the account has a key that can make others, and so needs no operator to make one. One
  /// that is exposed cannot.
  boolean hasAdministrator(AccountId account, Environment environment, Instant now) {
    return database
        .sql(HAS_ADMINISTRATOR)
        .set("account", account.value())
        .set("environment", environment.text())
        .set("scope", Scope.KEYS_WRITE.text())
        .set("now", now)
        .exists();
  }

  /// Whether the account has as many keys that are neither revoked nor expired as it may have;
  /// under its lock.
  boolean isFull(AccountId account, Instant now) {
    return database
        .sql(COUNT_LIVE)
        .set("account", account.value())
        .set("now", now)
        .set("most", LIVE_KEYS_PER_ACCOUNT)
        .only(row -> row.number("live") >= LIVE_KEYS_PER_ACCOUNT);
  }

  /// The key's new epoch; empty if it was revoked before. One statement decides, so of two that
  /// come together one is the revocation.
  Optional<Long> revoke(AccountId account, KeyId id, Instant now) {
    return database
        .sql(REVOKE)
        .set("now", now)
        .set("account", account.value())
        .set("id", id.value())
        .first(row -> row.number("epoch"));
  }

  public static Key read(Row row) {
    return new Key(
        new KeyId(row.text("id")),
        new AccountId(row.text("account")),
        row.text("name"),
        rights(row),
        row.instant("created_at"),
        row.text("created_by"),
        row.optionalText("template"),
        lineage(row),
        row.optionalInstant("revoked_at"),
        row.optionalInstant("exposed_at")
            .map(at -> new Key.Exposure(at, Key.Exposure.Way.of(row.text("exposed_by")))),
        row.number("epoch"));
  }

  private static Key.Lineage lineage(Row row) {
    return new Key.Lineage(
        row.optionalText("root").map(KeyId::new),
        row.optionalText("predecessor").map(KeyId::new),
        row.optionalText("successor")
            .map(next -> new Key.Rotation(new KeyId(next), row.instant("rotated_at"))));
  }

  private static KeyRights rights(Row row) {
    return new KeyRights(
        Environment.of(row.text("environment")),
        set(row.texts("scopes"), Scope::of),
        set(row.texts("grantable_scopes"), Scope::of),
        set(row.texts("sub_accounts"), SubAccountId::new),
        row.texts("networks").stream().map(Network::of).toList(),
        set(row.texts("versions"), ApiVersion::of),
        set(row.texts("certificates"), Thumbprint::new),
        row.optionalText("pii_reason"),
        row.optionalNumber("spend_amount").map(amount -> spendLimit(row, amount)),
        row.instant("not_before"),
        row.instant("expires_at"));
  }

  private static SpendLimit spendLimit(Row row, long amount) {
    return new SpendLimit(
        new MinorUnits(amount),
        new CurrencyCode(row.text("spend_currency")),
        SpendPeriod.of(row.text("spend_period")),
        row.optionalNumber("spend_per_gift").map(MinorUnits::new).orElse(null));
  }

  private static <T> String[] texts(Collection<T> values, Function<T, String> text) {
    return values.stream().map(text).sorted().toArray(String[]::new);
  }

  private static <T> Set<T> set(List<String> texts, Function<String, T> parse) {
    return texts.stream().map(parse).collect(Collectors.toUnmodifiableSet());
  }
}
