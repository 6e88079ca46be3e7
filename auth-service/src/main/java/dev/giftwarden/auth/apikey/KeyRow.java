package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.certs.Thumbprint;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "api_key")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class KeyRow extends PanacheEntityBase {
  @Id public String id;
  public String account;
  public String environment;
  public String name;

  @Column(name = "secret_sha256")
  public byte[] secretSha256;

  public List<String> scopes;

  @Column(name = "grantable_scopes")
  public List<String> grantableScopes;

  @Column(name = "sub_accounts")
  public List<String> subAccounts;

  public List<String> networks;
  public List<String> versions;
  public List<String> certificates;

  @Column(name = "pii_reason")
  public @Nullable String piiReason;

  @Column(name = "not_before")
  public Instant notBefore;

  @Column(name = "expires_at")
  public Instant expiresAt;

  @Column(name = "created_at")
  public Instant createdAt;

  @Column(name = "created_by")
  public String createdBy;

  @Column(name = "revoked_at")
  public @Nullable Instant revokedAt;

  public long epoch;

  static KeyRow of(Key key, KeySecret.Digest secret) {
    var rights = key.rights();
    var row = new KeyRow();
    row.id = key.id().value();
    row.account = key.account().value();
    row.environment = rights.environment().text();
    row.name = key.name();
    row.secretSha256 = secret.bytes();
    row.scopes = texts(rights.scopes(), Scope::text);
    row.grantableScopes = texts(rights.grantable(), Scope::text);
    row.subAccounts = texts(rights.subAccounts(), SubAccountId::value);
    row.networks = texts(rights.networks(), Network::text);
    row.versions = texts(rights.versions(), ApiVersion::text);
    row.certificates = texts(rights.certificates(), Thumbprint::value);
    row.piiReason = rights.piiReason().orElse(null);
    row.notBefore = rights.notBefore();
    row.expiresAt = rights.expiresAt();
    row.createdAt = key.createdAt();
    row.createdBy = key.createdBy();
    row.revokedAt = key.revokedAt().orElse(null);
    row.epoch = key.epoch();
    return row;
  }

  Key toKey() {
    return new Key(
        new KeyId(id),
        new AccountId(account),
        name,
        rights(),
        createdAt,
        createdBy,
        Optional.ofNullable(revokedAt),
        epoch);
  }

  private KeyRights rights() {
    return new KeyRights(
        Environment.of(environment),
        set(scopes, Scope::of),
        set(grantableScopes, Scope::of),
        set(subAccounts, SubAccountId::new),
        networks.stream().map(Network::of).toList(),
        set(versions, ApiVersion::of),
        set(certificates, Thumbprint::new),
        Optional.ofNullable(piiReason),
        notBefore,
        expiresAt);
  }

  private static <T> List<String> texts(Collection<T> values, Function<T, String> text) {
    return values.stream().map(text).sorted().toList();
  }

  private static <T> Set<T> set(List<String> texts, Function<String, T> parse) {
    return texts.stream().map(parse).collect(Collectors.toUnmodifiableSet());
  }
}
