package dev.giftwarden.auth.registration;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "client")
@IdClass(ClientRow.Name.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ClientRow extends PanacheEntityBase {
  @Id public String account;
  @Id public String id;
  public String name;
  public String environment;
  public List<String> scopes;
  public @Nullable List<String> versions;
  public long epoch;

  @Column(name = "created_at")
  public Instant createdAt;

  @Column(name = "revoked_at")
  public @Nullable Instant revokedAt;

  /// Of all its certificates; those that another hand has issued are in no inventory.
  @Formula("(select max(c.seen_at) from certificate c where c.account = account and c.client = id)")
  public @Nullable Instant usedAt;

  record Name(String account, String id) implements Serializable {}

  Client toClient() {
    return new Client(
        new AccountId(account),
        new ClientId(id),
        name,
        Environment.of(environment),
        Scope.known(scopes),
        versions == null ? Set.of() : ApiVersion.known(versions),
        epoch,
        createdAt,
        Optional.ofNullable(revokedAt),
        Optional.ofNullable(usedAt));
  }
}
